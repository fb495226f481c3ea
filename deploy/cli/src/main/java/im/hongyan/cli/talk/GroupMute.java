package im.hongyan.cli.talk;

import im.hongyan.cli.Checks;
import im.hongyan.client.BlockingClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code group mute}. */
@Command(
        name = "mute",
        description = "Keeps members of a group that you own or govern, or all of them, from sending for a while.")
final class GroupMute extends GroupVerb {
    private static final int MOST_MINUTES = 5_000_000;

    @Mixin
    private final GroupOption group = new GroupOption();

    @Mixin
    private final MuteOptions whom = new MuteOptions();

    @Option(names = "--minutes", required = true, paramLabel = "N", description = "For how long.")
    private int minutes;

    @Override
    void run(BlockingClient client) {
        Duration time = Duration.ofMinutes(Checks.within("--minutes", minutes, 1, MOST_MINUTES));
        Instant until = Instant.now().plus(time);
        List<String> muted = whom.each(
                () -> client.muteGroup(group.id(), until, WITHIN),
                user -> client.muteMember(group.id(), user, until, WITHIN));
        print(group.id(), "muted", muted);
    }
}
