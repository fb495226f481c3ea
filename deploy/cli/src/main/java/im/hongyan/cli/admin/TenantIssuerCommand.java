package im.hongyan.cli.admin;

import im.hongyan.cli.Checks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tenant issuer put|list|remove}. */
@Command(
        name = "issuer",
        description = "Trusts systems of a tenant that sign tokens for its users.",
        synopsisSubcommandLabel = "put|list|remove",
        subcommands = {
            TenantIssuerCommand.Put.class,
            TenantIssuerCommand.IssuerList.class,
            TenantIssuerCommand.Remove.class
        })
final class TenantIssuerCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "put, list or remove is missing");
    }

    private static String path(String tenant, String name) {
        return TenantVerb.path(tenant) + "/issuers/" + Checks.id("NAME", name);
    }

    /** {@code tenant issuer put}. */
    @Command(name = "put", description = "Trusts an issuer; it takes the place of the one of this name.")
    static final class Put extends TenantVerb {
        @Parameters(index = "0", paramLabel = "TENANT", description = "Whose users its tokens are for.")
        private String id = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "What you call it.")
        private String name = "";

        @Option(names = "--issuer", required = true, paramLabel = "ISS", description = "The iss of its tokens.")
        private String issuer = "";

        @Option(
                names = "--audience",
                required = true,
                paramLabel = "AUD",
                description = "What the aud of its tokens contains.")
        private String audience = "";

        @Option(
                names = "--jwks",
                required = true,
                paramLabel = "FILE",
                description = "A JWK Set (RFC 7517) with its public keys, or with a shared secret.")
        private Path jwks = Path.of("");

        @Override
        void run(AdminApi api) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("issuer", issuer);
            fields.put("audience", audience);
            fields.put("jwks", AdminApi.json(jwks));
            print(api.put(TenantIssuerCommand.path(id, name), fields));
        }
    }

    /** {@code tenant issuer list}. */
    @Command(name = "list", description = "Lists the issuers that are trusted for a tenant.")
    static final class IssuerList extends TenantVerb {
        @Parameters(paramLabel = "TENANT", description = "Whose.")
        private String id = "";

        @Override
        void run(AdminApi api) {
            api.get(path(id) + "/issuers").path("items").forEach(this::print);
        }
    }

    /** {@code tenant issuer remove}. */
    @Command(name = "remove", description = "Trusts an issuer no more.")
    static final class Remove extends TenantVerb {
        @Parameters(index = "0", paramLabel = "TENANT", description = "Whose.")
        private String id = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "What you call it.")
        private String name = "";

        @Override
        void run(AdminApi api) {
            api.delete(TenantIssuerCommand.path(id, name));
            output().talk(name + " is trusted no more");
        }
    }
}
