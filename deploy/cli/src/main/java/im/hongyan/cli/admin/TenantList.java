package im.hongyan.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code tenant list}. */
@Command(name = "list", description = "Lists the tenants, in the order of their ids.")
final class TenantList extends TenantVerb {
    @Override
    void run(AdminApi api) {
        String after = "";
        do {
            JsonNode page = api.get("/tenants?after=" + after);
            page.path("items").forEach(this::print);
            after = page.path("next").asText();
        } while (!after.isEmpty());
    }
}
