package im.hongyan.cli;

import im.hongyan.bench.load.BenchCommand;
import im.hongyan.cli.admin.TenantCommand;
import im.hongyan.cli.conversation.ConversationCommand;
import im.hongyan.cli.conversation.ConversationsCommand;
import im.hongyan.cli.friend.FriendCommand;
import im.hongyan.cli.message.EditCommand;
import im.hongyan.cli.message.ForwardCommand;
import im.hongyan.cli.message.ReactCommand;
import im.hongyan.cli.message.RecallCommand;
import im.hongyan.cli.run.ClusterCommand;
import im.hongyan.cli.run.DoctorCommand;
import im.hongyan.cli.run.StartCommand;
import im.hongyan.cli.talk.ChatCommand;
import im.hongyan.cli.talk.GroupCommand;
import im.hongyan.cli.talk.HistoryCommand;
import im.hongyan.cli.talk.SendCommand;
import im.hongyan.cli.talk.TailCommand;
import im.hongyan.cli.talk.TokenCommand;
import im.hongyan.cli.user.UserCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The main command. Every verb is a subcommand class named here. */
@Command(
        name = "hongyan",
        synopsisSubcommandLabel = "VERB",
        mixinStandardHelpOptions = true,
        versionProvider = HongyanVersion.class,
        description = "Hongyan, a self-hosted instant-messaging server: run it, talk through it, measure it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:something is broken",
            "2:the command line is wrong",
            "3:the server refused (its code is printed)",
            "4:no server answers there, or not in time"
        },
        subcommands = {
            StartCommand.class,
            ClusterCommand.class,
            ChatCommand.class,
            SendCommand.class,
            TailCommand.class,
            HistoryCommand.class,
            RecallCommand.class,
            EditCommand.class,
            ReactCommand.class,
            ForwardCommand.class,
            ConversationsCommand.class,
            ConversationCommand.class,
            GroupCommand.class,
            FriendCommand.class,
            UserCommand.class,
            TokenCommand.class,
            TenantCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            HelpCommand.class
        })
public final class HongyanCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a verb is missing");
    }

    /** Runs the verb that {@code args} names and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
        int exitCode = commandLine(out, err).execute(args);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /** The whole command line, printing to the given writers; a test runs a verb with {@code execute}. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine commandLine = new CommandLine(new HongyanCommand());
        commandLine.setOut(out);
        commandLine.setErr(err);
        Failures failures = new Failures(commandLine.getParameterExceptionHandler());
        commandLine.setExecutionExceptionHandler(failures);
        commandLine.setParameterExceptionHandler(failures);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.getSubcommands().values().forEach(HongyanCommand::withHelp);
        return commandLine;
    }

    private static void withHelp(CommandLine verb) {
        CommandSpec spec = verb.getCommandSpec();
        if (!spec.mixinStandardHelpOptions() && spec.findOption("--help") == null) {
            spec.mixinStandardHelpOptions(true);
        }
        verb.getSubcommands().values().forEach(HongyanCommand::withHelp);
    }
}
