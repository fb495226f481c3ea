package im.hongyan.cli.friend;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code friend add}. */
@Command(name = "add", description = "Asks a user to be friends; says yes when they have asked you.")
final class FriendAdd extends FriendVerb {
    @Mixin
    private final PeerParameter peer = new PeerParameter();

    @Option(names = "--greeting", paramLabel = "TEXT", description = "A few words for them.")
    private String greeting = "";

    @Override
    protected void run(BlockingClient client) {
        print(client.askFriend(peer.id(), greeting, WITHIN));
    }
}
