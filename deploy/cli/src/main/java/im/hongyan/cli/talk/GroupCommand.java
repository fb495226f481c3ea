package im.hongyan.cli.talk;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code group}: what one does with groups. */
@Command(
        name = "group",
        description = "Makes, changes and lists groups.",
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            GroupCreate.class,
            GroupList.class,
            GroupShow.class,
            GroupMembers.class,
            GroupAdd.class,
            GroupRemove.class,
            GroupRename.class,
            GroupAnnounce.class,
            GroupAppoint.class,
            GroupDismiss.class,
            GroupMute.class,
            GroupUnmute.class,
            GroupTransfer.class,
            GroupLeave.class,
            GroupDissolve.class
        })
public final class GroupCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "what to do with a group is missing");
    }
}
