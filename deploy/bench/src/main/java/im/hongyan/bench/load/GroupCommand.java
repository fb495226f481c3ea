package im.hongyan.bench.load;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hongyan bench group}. */
@Command(name = "group", description = "Groups; the first member of each sends to the others.")
final class GroupCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final LoadOptions load = new LoadOptions();

    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "1",
            description = "Groups (default: ${DEFAULT-VALUE}).")
    private int groups;

    @Option(
            names = "--members",
            paramLabel = "N",
            defaultValue = "100",
            description = "Members of each, all connected (default: ${DEFAULT-VALUE}).")
    private int members;

    @Override
    public Integer call() throws IOException {
        Shape.Groups shape = new Shape.Groups(Bench.prefix(), groups, members);
        GroupMaker maker = new GroupMaker(server.host(), server.httpPort());
        for (String group : shape.ids()) {
            maker.create(group, shape.members(group));
        }
        return Bench.run(spec, server, load, shape);
    }
}
