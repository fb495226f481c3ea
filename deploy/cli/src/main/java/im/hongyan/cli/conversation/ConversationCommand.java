package im.hongyan.cli.conversation;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code conversation}. */
@Command(
        name = "conversation",
        description = "Pins, mutes, marks or deletes a conversation, for you alone and on all your devices.",
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            ConversationPin.class,
            ConversationUnpin.class,
            ConversationMute.class,
            ConversationUnmute.class,
            ConversationDraft.class,
            ConversationMarkUnread.class,
            ConversationDelete.class
        })
public final class ConversationCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "what to do with a conversation is missing");
    }
}
