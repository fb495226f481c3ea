package im.hongyan.cli.friend;

import im.hongyan.client.BlockingClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code friend label}. */
@Command(
        name = "label",
        description = "Says under which labels you keep a friend, instead of those before; none: under none.")
final class FriendLabel extends FriendVerb {
    @Mixin
    private final PeerParameter peer = new PeerParameter();

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "LABEL", description = "Seen by you alone.")
    private List<String> labels = new ArrayList<>();

    @Override
    protected void run(BlockingClient client) {
        print(client.describeFriend(peer.id(), null, labels, WITHIN));
    }
}
