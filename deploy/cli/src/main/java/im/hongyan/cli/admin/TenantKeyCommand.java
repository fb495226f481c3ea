package im.hongyan.cli.admin;

import im.hongyan.cli.Checks;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tenant key create|list|revoke}. */
@Command(
        name = "key",
        description = "Makes, lists and revokes server keys: with one, a tenant's backend speaks to the server.",
        synopsisSubcommandLabel = "create|list|revoke",
        subcommands = {TenantKeyCommand.Create.class, TenantKeyCommand.KeyList.class, TenantKeyCommand.Revoke.class})
final class TenantKeyCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "create, list or revoke is missing");
    }

    /** {@code tenant key create}. */
    @Command(name = "create", description = "Makes a server key and prints it; it is not told again.")
    static final class Create extends TenantVerb {
        @Parameters(paramLabel = "TENANT", description = "Whose key it is.")
        private String id = "";

        @Override
        void run(AdminApi api) {
            print(api.post(path(id) + "/keys", Map.of()));
        }
    }

    /** {@code tenant key list}. */
    @Command(name = "list", description = "Lists a tenant's server keys, the newest first, without their secrets.")
    static final class KeyList extends TenantVerb {
        @Parameters(paramLabel = "TENANT", description = "Whose keys.")
        private String id = "";

        @Override
        void run(AdminApi api) {
            api.get(path(id) + "/keys").path("items").forEach(this::print);
        }
    }

    /** {@code tenant key revoke}. */
    @Command(name = "revoke", description = "Revokes a server key: nobody speaks with it any more.")
    static final class Revoke extends TenantVerb {
        @Parameters(index = "0", paramLabel = "TENANT", description = "Whose key it is.")
        private String id = "";

        @Parameters(index = "1", paramLabel = "KEY", description = "The key's id, as list tells it.")
        private String key = "";

        @Override
        void run(AdminApi api) {
            api.delete(path(id) + "/keys/" + Checks.id("KEY", key));
            output().talk(key + " is revoked");
        }
    }
}
