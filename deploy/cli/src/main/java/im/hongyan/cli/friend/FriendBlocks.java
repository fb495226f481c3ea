package im.hongyan.cli.friend;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;

/** {@code friend blocks}. */
@Command(name = "blocks", description = "Lists whom you have blocked.")
final class FriendBlocks extends FriendVerb {
    @Override
    protected void run(BlockingClient client) {
        client.blocked(WITHIN).forEach(this::print);
    }
}
