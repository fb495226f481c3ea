package im.hongyan.cli.admin;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tenant create}. */
@Command(
        name = "create",
        description = "Makes a tenant; its users bring tokens of their own system unless --accounts says otherwise.")
final class TenantCreate extends TenantVerb {
    @Parameters(paramLabel = "TENANT", description = "Its id, which is the app of its users.")
    private String id = "";

    @Mixin
    private final TenantWish wish = new TenantWish();

    @Override
    void run(AdminApi api) {
        Map<String, Object> fields = wish.fields();
        fields.put("id", id);
        print(api.post("/tenants", fields));
    }
}
