package im.hongyan.cli.friend;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code friend remark}. */
@Command(name = "remark", description = "Gives a friend a name of your own; empty: none.")
final class FriendRemark extends FriendVerb {
    @Mixin
    private final PeerParameter peer = new PeerParameter();

    @Parameters(index = "1", paramLabel = "NAME", description = "Seen by you alone.")
    private String remark = "";

    @Override
    protected void run(BlockingClient client) {
        print(client.describeFriend(peer.id(), remark, null, WITHIN));
    }
}
