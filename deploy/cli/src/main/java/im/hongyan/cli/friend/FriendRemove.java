package im.hongyan.cli.friend;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code friend remove}. */
@Command(name = "remove", description = "Ends a friendship, for both.")
final class FriendRemove extends FriendVerb {
    @Mixin
    private final PeerParameter peer = new PeerParameter();

    @Override
    protected void run(BlockingClient client) {
        client.removeFriend(peer.id(), WITHIN);
        printDone(peer.id(), "removed");
    }
}
