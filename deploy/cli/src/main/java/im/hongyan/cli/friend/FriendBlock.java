package im.hongyan.cli.friend;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code friend block}. */
@Command(name = "block", description = "Blocks a user, friend or not: no message passes between you.")
final class FriendBlock extends FriendVerb {
    @Mixin
    private final PeerParameter peer = new PeerParameter();

    @Override
    protected void run(BlockingClient client) {
        print(client.block(peer.id(), WITHIN));
    }
}
