package im.hongyan.cli.friend;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;

/** {@code friend requests}. */
@Command(name = "requests", description = "Lists the open requests, to you and of yours.")
final class FriendRequests extends FriendVerb {
    @Override
    protected void run(BlockingClient client) {
        client.friendRequests(WITHIN).forEach(this::print);
    }
}
