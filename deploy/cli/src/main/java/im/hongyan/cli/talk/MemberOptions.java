package im.hongyan.cli.talk;

import im.hongyan.cli.Checks;
import im.hongyan.cli.CommandFailure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Users to be members: by option or by place. */
final class MemberOptions {
    @Option(names = "--member", paramLabel = "USER", split = ",", description = "A member; may be repeated.")
    private List<String> members = new ArrayList<>();

    @Parameters(paramLabel = "USER", arity = "0..*", description = "Further members.")
    private List<String> more = new ArrayList<>();

    List<String> all() {
        Set<String> all = new LinkedHashSet<>(members);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** One at least. */
    List<String> some() {
        List<String> all = all();
        if (all.isEmpty()) {
            throw CommandFailure.usage("a member is missing");
        }
        all.forEach(user -> Checks.id("--member", user));
        return all;
    }
}
