package im.hongyan.cli.message;

import im.hongyan.client.BlockingClient;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.Target;
import picocli.CommandLine.Command;

/** {@code recall}. */
@Command(
        name = "recall",
        description = {
            "Takes a message back: what it said is gone, for everybody. Its sender may, for a time; in a group who stands",
            "above the sender, at any time. Prints the answer as send does."
        })
public final class RecallCommand extends MessageVerb {
    @Override
    OutgoingMessage message(BlockingClient client, Target target, long named) {
        return OutgoingMessage.recall(target, named);
    }
}
