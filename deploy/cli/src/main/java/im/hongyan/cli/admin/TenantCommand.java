package im.hongyan.cli.admin;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tenant create|change|show|list|key|issuer|operator-key}. */
@Command(
        name = "tenant",
        description = "Makes and changes tenants and their server keys, as the operator of the server.",
        synopsisSubcommandLabel = "create|change|show|list|key|issuer|operator-key",
        subcommands = {
            TenantCreate.class,
            TenantChange.class,
            TenantShow.class,
            TenantList.class,
            TenantKeyCommand.class,
            TenantIssuerCommand.class,
            OperatorKeyCommand.class
        })
public final class TenantCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "create, change, show, list, key, issuer or operator-key is missing");
    }
}
