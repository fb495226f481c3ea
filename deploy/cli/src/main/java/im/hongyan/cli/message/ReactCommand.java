package im.hongyan.cli.message;

import im.hongyan.client.BlockingClient;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code react}. */
@Command(name = "react", description = "Reacts to a message, or no longer does. Prints the answer as send does.")
public final class ReactCommand extends MessageVerb {
    @Parameters(index = "1", paramLabel = "REACTION", description = "An emoji or a short code.")
    private String reaction = "";

    @Option(names = "--remove", description = "Take the reaction back.")
    private boolean remove;

    @Override
    OutgoingMessage message(BlockingClient client, Target target, long named) {
        return OutgoingMessage.react(target, named, reaction, !remove);
    }
}
