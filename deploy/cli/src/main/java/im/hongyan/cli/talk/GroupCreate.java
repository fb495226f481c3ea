package im.hongyan.cli.talk;

import im.hongyan.client.BlockingClient;
import im.hongyan.client.group.Group;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code group create}. */
@Command(name = "create", description = "Makes a group; you are a member of it.")
final class GroupCreate extends GroupVerb {
    @Option(names = "--id", paramLabel = "ID", description = "Its id (default: the server chooses).")
    private @Nullable String id;

    @Option(names = "--name", paramLabel = "NAME", description = "Its name (default: its id).")
    private @Nullable String name;

    @Mixin
    private final MemberOptions members = new MemberOptions();

    @Override
    void run(BlockingClient client) {
        String shown = name != null ? name : id != null ? id : "group";
        Group made = client.createGroup(id, shown, members.all(), WITHIN);
        Set<String> all = new LinkedHashSet<>(Set.of(self()));
        all.addAll(members.all());
        print(made, "members", List.copyOf(all));
    }
}
