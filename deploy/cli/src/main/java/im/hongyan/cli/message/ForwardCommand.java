package im.hongyan.cli.message;

import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.talk.Clients;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.Target;
import im.hongyan.client.history.HistoryRange;
import im.hongyan.wire.frame.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code forward}. */
@Command(
        name = "forward",
        description = {
            "Sends a copy of a message to others, who learn that it is a copy and not whose. --to or --group is where the",
            "message is. Prints the answer as send does."
        })
public final class ForwardCommand extends MessageVerb {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @Option(names = "--into", paramLabel = "USER", description = "The user to send the copy to.")
    private @Nullable String intoUser;

    @Option(names = "--into-group", paramLabel = "GROUP", description = "The group to send the copy to.")
    private @Nullable String intoGroup;

    @Override
    OutgoingMessage message(BlockingClient client, Target target, long named) {
        Target into = Clients.target(intoUser, intoGroup);
        if (named < 1) {
            throw CommandFailure.usage("SEQUENCE is at least 1");
        }
        for (Message message :
                client.history(target, HistoryRange.after(named - 1, 1), WITHIN).messages()) {
            if (message.getSequence() == named && message.hasContent()) {
                return OutgoingMessage.forward(message, into);
            }
        }
        throw CommandFailure.refused("NOT_FOUND", "there is no such message, or it was recalled");
    }
}
