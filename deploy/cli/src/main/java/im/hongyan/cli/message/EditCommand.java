package im.hongyan.cli.message;

import im.hongyan.client.BlockingClient;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.Target;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code edit}. */
@Command(
        name = "edit",
        description = {
            "Gives a text other words. Its sender may, for a time; the words before are gone. Prints the answer as send does."
        })
public final class EditCommand extends MessageVerb {
    @Parameters(index = "1..*", paramLabel = "TEXT", arity = "1..*", description = "Its words from now on.")
    private List<String> words = List.of();

    @Override
    OutgoingMessage message(BlockingClient client, Target target, long named) {
        return OutgoingMessage.edit(target, named, String.join(" ", words));
    }
}
