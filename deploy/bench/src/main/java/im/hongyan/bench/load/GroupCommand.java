package im.hongyan.bench.load;

import im.hongyan.bench.driver.DevelopmentToken;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.HongyanClient;
import im.hongyan.client.login.Token;
import im.hongyan.wire.Ids;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** {@code hongyan bench group}. */
@Command(name = "group", description = "Groups; the first member of each sends to the others.")
final class GroupCommand implements Callable<Integer> {
    private static final Duration CREATE_WITHIN = Duration.ofSeconds(30);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final LoadOptions load = new LoadOptions();

    @Option(
            names = "--groups",
            converter = Bounds.Positive.class,
            paramLabel = "N",
            defaultValue = "1",
            description = "Groups (default: ${DEFAULT-VALUE}).")
    private int groups;

    @Option(
            names = "--members",
            converter = Bounds.Members.class,
            paramLabel = "N",
            defaultValue = "100",
            description = "Members of each, all connected (default: ${DEFAULT-VALUE}).")
    private int members;

    @Override
    public Integer call() throws IOException {
        Shape.Groups shape = new Shape.Groups(Bench.prefix(), groups, members);
        for (String group : shape.ids()) {
            create(group, shape.members(group));
        }
        return Bench.run(spec, server, load, shape);
    }

    /** In the name of its first member. */
    private void create(String group, List<String> members) {
        String token =
                DevelopmentToken.of(Ids.DEFAULT_TENANT, members.getFirst(), Instant.now(), Duration.ofMinutes(10));
        try (BlockingClient client = HongyanClient.builder()
                .endpoints(server.endpoint())
                .http(server.http())
                .token(() -> Mono.just(Token.jwt(token)))
                .device("bench")
                .build()
                .blocking()) {
            var unused = client.createGroup(group, "bench", members.subList(1, members.size()), CREATE_WITHIN);
        }
    }
}
