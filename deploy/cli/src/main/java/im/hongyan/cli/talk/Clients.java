package im.hongyan.cli.talk;

import im.hongyan.cli.Checks;
import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.ClientBuilder;
import im.hongyan.client.ClientState;
import im.hongyan.client.HongyanClient;
import im.hongyan.client.Target;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.login.TokenProvider;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.wire.Ids;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** Makes the clients of the verbs. */
public final class Clients {
    /** How long a verb tries to connect before it gives up. */
    static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private Clients() {}

    /** A client of this user and device, to be built and connected. */
    public static ClientBuilder client(ServerOptions server, UserOptions user, String device) {
        TokenProvider tokens = user.tokens(server);
        // Once here: what is wrong with it is the command line's business.
        tokens.token().block();
        return HongyanClient.builder()
                .endpoints(endpoint(server))
                .http("http://" + server.host() + ":" + server.httpPort())
                .token(tokens)
                .app(user.app())
                .device(Checks.id("--device", device))
                .platform("cli", "");
    }

    /** Connects, or fails with what the server said or with what is in the way. */
    public static BlockingClient connect(ServerOptions server, ClientBuilder builder) {
        BlockingClient client = builder.build().blocking();
        try {
            connect(server, client);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
        return client;
    }

    /** Connects a client that is there already; whoever made it closes it. */
    static void connect(ServerOptions server, BlockingClient client) {
        AtomicReference<String> obstacle = new AtomicReference<>("no answer");
        Disposable watching = client.reactive()
                .states()
                .ofType(ClientState.Waiting.class)
                .subscribe(waiting -> obstacle.set(Reasons.brief(waiting.why())));
        try {
            client.connect(CONNECT_WITHIN);
        } catch (UnansweredException e) {
            throw CommandFailure.unreachable(
                    "no Hongyan server at " + endpoint(server) + " for " + CONNECT_WITHIN.toSeconds() + " s ("
                            + obstacle.get() + "). ./hongyan start runs one, ./hongyan doctor looks closer");
        } finally {
            watching.dispose();
        }
    }

    /** A device that no other process of this user has. */
    public static String newDevice(String verb) {
        return verb + "-" + Ids.newClientMessageId().substring(0, 8);
    }

    /** The one that was given of a user and a group. */
    public static Target target(@Nullable String to, @Nullable String group) {
        try {
            if (to != null && group == null) {
                return Target.peer(to);
            }
            if (group != null && to == null) {
                return Target.group(group);
            }
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
        throw CommandFailure.usage("exactly one of a user and a group is needed");
    }

    private static Endpoint endpoint(ServerOptions server) {
        return switch (server.transport()) {
            case tcp -> Endpoint.tcp(server.host(), server.tcpPort());
            case ws -> Endpoint.webSocket(server.host(), server.httpPort());
        };
    }
}
