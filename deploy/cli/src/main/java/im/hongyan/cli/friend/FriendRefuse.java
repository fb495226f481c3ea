package im.hongyan.cli.friend;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code friend refuse}. */
@Command(name = "refuse", description = "Says no to a user who has asked you, or takes back what you have asked them.")
final class FriendRefuse extends FriendVerb {
    @Mixin
    private final PeerParameter peer = new PeerParameter();

    @Override
    protected void run(BlockingClient client) {
        client.declineFriend(peer.id(), WITHIN);
        printDone(peer.id(), "refused");
    }
}
