package im.hongyan.cli.talk;

import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.group.Group;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code group create|add|list}. */
@Command(name = "group", description = "Makes, fills and lists groups.", synopsisSubcommandLabel = "create|add|list")
public final class GroupCommand implements Runnable {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "create, add or list is missing");
    }

    @Command(name = "create", description = "Makes a group; you are a member of it.")
    void create(
            @Mixin OutputOptions output,
            @Mixin ServerOptions server,
            @Mixin UserOptions user,
            @Option(names = "--id", paramLabel = "ID", description = "Its id (default: the server chooses).") @Nullable String id,
            @Option(names = "--name", paramLabel = "NAME", description = "Its name (default: its id).") @Nullable String name,
            @Option(names = "--member", paramLabel = "USER", description = "A member; may be repeated.") @Nullable List<String> members,
            @Parameters(paramLabel = "USER", arity = "0..*", description = "Further members.") @Nullable List<String> more) {
        try (BlockingClient client = rest(server, user)) {
            print(
                    output,
                    client.createGroup(
                            id, name != null ? name : id != null ? id : "group", all(members, more), WITHIN));
        }
    }

    @Command(name = "add", description = "Adds members to a group of yours.")
    void add(
            @Mixin OutputOptions output,
            @Mixin ServerOptions server,
            @Mixin UserOptions user,
            @Option(
                            names = {"--group", "--id"},
                            required = true,
                            paramLabel = "GROUP",
                            description = "The group.")
                    String group,
            @Option(names = "--member", paramLabel = "USER", description = "A member; may be repeated.") @Nullable List<String> members,
            @Parameters(paramLabel = "USER", arity = "0..*", description = "Further members.") @Nullable List<String> more) {
        try (BlockingClient client = rest(server, user)) {
            print(output, client.addMembers(group, all(members, more), WITHIN));
        }
    }

    @Command(name = "list", description = "Lists your groups.")
    void list(@Mixin OutputOptions output, @Mixin ServerOptions server, @Mixin UserOptions user) {
        try (BlockingClient client = rest(server, user)) {
            client.groups(WITHIN).forEach(group -> print(output, group));
        }
    }

    /** Groups go over HTTP: nothing is connected. */
    private static BlockingClient rest(ServerOptions server, UserOptions user) {
        return Clients.client(server, user, Clients.newDevice("group")).build().blocking();
    }

    private static List<String> all(@Nullable List<String> members, @Nullable List<String> more) {
        return Stream.of(members, more)
                .flatMap(list -> list == null ? Stream.of() : list.stream())
                .distinct()
                .toList();
    }

    private static void print(OutputOptions output, Group group) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("group", group.id());
        object.put("conversation", group.conversation());
        object.put("name", group.name());
        object.put("members", group.members());
        output.output().data(object, group.id() + "  " + group.name() + "  " + String.join(" ", group.members()));
    }
}
