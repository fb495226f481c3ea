package im.hongyan.cli.friend;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code friend unblock}. */
@Command(name = "unblock", description = "Lets a user write to you again.")
final class FriendUnblock extends FriendVerb {
    @Mixin
    private final PeerParameter peer = new PeerParameter();

    @Override
    protected void run(BlockingClient client) {
        client.unblock(peer.id(), WITHIN);
        printDone(peer.id(), "unblocked");
    }
}
