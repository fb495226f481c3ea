package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code group unmute}. */
@Command(name = "unmute", description = "Lets members of a group that you own or govern, or all of them, send again.")
final class GroupUnmute extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Mixin
    private final MuteOptions whom = new MuteOptions();

    @Override
    void run(BlockingClient client) {
        List<String> unmuted = whom.each(
                () -> client.unmuteGroup(group.id(), WITHIN), user -> client.unmuteMember(group.id(), user, WITHIN));
        print(group.id(), "unmuted", unmuted);
    }
}
