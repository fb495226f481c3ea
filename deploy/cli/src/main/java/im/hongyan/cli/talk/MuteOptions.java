package im.hongyan.cli.talk;

import im.hongyan.cli.CommandFailure;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whom a mute is about: some members, or all. */
final class MuteOptions {
    @Mixin
    private final MemberOptions members = new MemberOptions();

    @Option(names = "--all", description = "Everybody but the owner and the admins.")
    private boolean all;

    /** Does it to all or to each of them; answers with their names, none for all. */
    List<String> each(Runnable toAll, Consumer<String> toMember) {
        if (!all) {
            List<String> some = members.some();
            some.forEach(toMember);
            return some;
        }
        if (!members.all().isEmpty()) {
            throw CommandFailure.usage("either --all or members");
        }
        toAll.run();
        return List.of();
    }
}
