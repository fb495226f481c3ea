package im.hongyan.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tenant show}. */
@Command(name = "show", description = "Shows a tenant.")
final class TenantShow extends TenantVerb {
    @Parameters(paramLabel = "TENANT", description = "Its id.")
    private String id = "";

    @Override
    void run(AdminApi api) {
        print(api.get(path(id)));
    }
}
