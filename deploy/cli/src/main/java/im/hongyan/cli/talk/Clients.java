package im.hongyan.cli.talk;

import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.ClientBuilder;
import im.hongyan.client.HongyanClient;
import im.hongyan.client.Target;
import im.hongyan.client.login.Token;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.wire.Ids;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes the clients of the verbs. */
final class Clients {
    /** How long a verb tries to connect before it gives up. */
    static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private Clients() {}

    /** A client of this user and device, to be built and connected. */
    static ClientBuilder client(ServerOptions server, UserOptions user, String device) {
        Endpoint endpoint =
                switch (server.transport()) {
                    case tcp -> Endpoint.tcp(server.host(), server.tcpPort());
                    case ws -> Endpoint.webSocket(server.host(), server.httpPort());
                };
        return HongyanClient.builder()
                .endpoints(endpoint)
                .http("http://" + server.host() + ":" + server.httpPort())
                .token(() -> Mono.fromSupplier(() -> Token.jwt(user.token())))
                .app(user.app())
                .device(device)
                .platform("cli", "");
    }

    /** Connects, or fails with what the server said or with "unreachable". */
    static BlockingClient connect(ClientBuilder builder) {
        BlockingClient client = builder.build().blocking();
        try {
            client.connect(CONNECT_WITHIN);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
        return client;
    }

    /** A device that no other process of this user has. */
    static String newDevice(String verb) {
        return verb + "-" + Ids.newClientMessageId().substring(0, 8);
    }

    /** The one that was given of a user and a group. */
    static Target target(@Nullable String to, @Nullable String group) {
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
}
