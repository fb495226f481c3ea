package im.hongyan.cli.friend;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code friend}. */
@Command(
        name = "friend",
        description = "Asks, approves, lists, names, removes and blocks: what one does with friends.",
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            FriendAdd.class,
            FriendRequests.class,
            FriendApprove.class,
            FriendRefuse.class,
            FriendList.class,
            FriendRemark.class,
            FriendLabel.class,
            FriendRemove.class,
            FriendBlock.class,
            FriendUnblock.class,
            FriendBlocks.class
        })
public final class FriendCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "what to do is missing");
    }
}
