package im.hongyan.cli.talk;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code group create|add|members|list}. */
@Command(
        name = "group",
        description = "Makes, fills and lists groups.",
        synopsisSubcommandLabel = "create|add|members|list",
        subcommands = {GroupCreate.class, GroupAdd.class, GroupMembers.class, GroupList.class})
public final class GroupCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "create, add, members or list is missing");
    }
}
