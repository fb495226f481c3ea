package im.hongyan.cli.user;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code user}. */
@Command(
        name = "user",
        description = "Registers, logs in and out; shows, finds and changes what users say of themselves.",
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            UserRegister.class,
            UserLogin.class,
            UserLogout.class,
            UserPassword.class,
            UserShow.class,
            UserSearch.class,
            UserChange.class
        })
public final class UserCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "what to do is missing");
    }
}
