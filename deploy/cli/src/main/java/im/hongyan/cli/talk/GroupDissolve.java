package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code group dissolve}. */
@Command(name = "dissolve", description = "Ends a group that you own: its members read on, and nobody sends any more.")
final class GroupDissolve extends GroupVerb {
    @Mixin
    private final GroupOption group = new GroupOption();

    @Override
    void run(BlockingClient client) {
        client.dissolveGroup(group.id(), WITHIN);
        printDone(group.id(), "dissolved");
    }
}
