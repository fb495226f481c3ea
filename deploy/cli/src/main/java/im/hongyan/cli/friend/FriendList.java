package im.hongyan.cli.friend;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;

/** {@code friend list}. */
@Command(name = "list", description = "Lists your friends, requests and blocks.")
final class FriendList extends FriendVerb {
    @Override
    protected void run(BlockingClient client) {
        client.friendsSince(0, WITHIN).contacts().forEach(this::print);
    }
}
