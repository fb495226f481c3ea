package im.hongyan.cli.run;

import im.hongyan.cli.DevelopmentTokens;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.ClientState;
import im.hongyan.client.HongyanClient;
import im.hongyan.client.MessageHandler;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.Target;
import im.hongyan.client.error.ClientException;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.login.TokenProvider;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A message from a user to themselves, sent over TCP and received over WebSocket: the way of every message. It stays in the
 * log of the user, who is "doctor" unless {@code HONGYAN_TOKEN} names somebody else.
 */
final class RoundTrip {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long SLOW_MILLIS = 500;
    private static final String USER = "doctor";

    private final ServerOptions server;
    private final List<Finding> findings = new ArrayList<>();
    private final String messageId = Ids.newClientMessageId();
    private final CountDownLatch delivered = new CountDownLatch(1);

    RoundTrip(ServerOptions server) {
        this.server = server;
    }

    List<Finding> all() {
        Endpoint tcp = Endpoint.tcp(server.host(), server.tcpPort());
        Endpoint webSocket = Endpoint.webSocket(server.host(), server.httpPort());
        warmUp(tcp);
        try (BlockingClient sender = client(tcp, MessageHandler.of(message -> {}));
                BlockingClient recipient = client(webSocket, MessageHandler.of(this::arrived))) {
            String user = login("login tcp", tcp, sender);
            String same = login("login ws", webSocket, recipient);
            if (!user.isEmpty() && user.equals(same)) {
                send(sender, user);
            }
        }
        return findings;
    }

    /** What a first connection costs this process is nothing to tell about the server. */
    private void warmUp(Endpoint endpoint) {
        try (BlockingClient client = client(endpoint, MessageHandler.of(message -> {}))) {
            client.connect(PATIENCE);
        } catch (ClientException told) {
            // By the connection that is looked at.
        }
    }

    private void arrived(Message message) {
        if (message.getClientMessageId().equals(messageId)) {
            delivered.countDown();
        }
    }

    private BlockingClient client(Endpoint endpoint, MessageHandler handler) {
        String given = System.getenv("HONGYAN_TOKEN");
        String token = given != null && !given.isBlank()
                ? given.strip()
                : DevelopmentTokens.mint("", USER, DevelopmentTokens.LIFETIME);
        return HongyanClient.builder()
                .endpoints(endpoint)
                .http("http://" + server.host() + ":" + server.httpPort())
                .token(TokenProvider.fixed(token))
                .device("doctor-" + Ids.newClientMessageId().substring(0, 8))
                .platform("cli", "")
                .beginAtHead()
                .onMessage(handler)
                .build()
                .blocking();
    }

    /** The user that the server knows; empty when it does not let us in. */
    private String login(String name, Endpoint endpoint, BlockingClient client) {
        long begin = System.nanoTime();
        try {
            ClientState.Connected connected = client.connect(PATIENCE);
            findings.add(timed(name, endpoint + " as " + connected.user(), begin));
            return connected.user();
        } catch (RefusedException refused) {
            findings.add(Finding.warn(
                    name,
                    endpoint + " refused: " + refused.problem().getCode(),
                    "outside the development profile, put a credential into HONGYAN_TOKEN"));
        } catch (ClientException failure) {
            findings.add(Finding.bad(name, endpoint + ": " + failure.getMessage(), "is this the server's port?"));
        }
        return "";
    }

    private void send(BlockingClient sender, String user) {
        OutgoingMessage message = OutgoingMessage.text(Target.peer(user), "./hongyan doctor was here")
                .withClientMessageId(messageId);
        long begin = System.nanoTime();
        try {
            sender.send(message, PATIENCE);
            findings.add(timed("accepted", "a message is durable", begin));
            boolean came = delivered.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            findings.add(
                    came
                            ? timed("delivered", "it is at another device", begin)
                            : Finding.bad("delivered", "not within " + PATIENCE.toSeconds() + " s", "see the log"));
        } catch (ClientException failure) {
            findings.add(Finding.bad("accepted", String.valueOf(failure.getMessage()), "look at the server's log"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Finding timed(String name, String what, long beginNanos) {
        long millis = ServerChecks.millisSince(beginNanos);
        String found = what + " after " + millis + " ms";
        return millis < SLOW_MILLIS
                ? Finding.ok(name, found)
                : Finding.warn(name, found, "slow: is the machine busy, the disk full, the network far?");
    }
}
