package im.hongyan.cli.friend;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code friend approve}. */
@Command(name = "approve", description = "Says yes to a user who has asked you.")
final class FriendApprove extends FriendVerb {
    @Mixin
    private final PeerParameter peer = new PeerParameter();

    @Override
    protected void run(BlockingClient client) {
        print(client.approveFriend(peer.id(), WITHIN));
    }
}
