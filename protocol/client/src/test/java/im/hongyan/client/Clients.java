package im.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.client.fake.FakeServer;
import im.hongyan.client.login.TokenProvider;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.wire.frame.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the tests of the client share: quick settings, patience, and a list of what was applied. */
final class Clients {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private Clients() {}

    /** A builder that connects over TCP as this user and hurries. */
    static ClientBuilder of(FakeServer server, String user) {
        return HongyanClient.builder()
                .endpoints(Endpoint.tcp("127.0.0.1", server.tcpPort()))
                .http("http://127.0.0.1:" + server.httpPort())
                .token(TokenProvider.fixed(user))
                .device(user + "-device")
                .backoff(Duration.ofMillis(20), Duration.ofMillis(200))
                .receiptInterval(Duration.ofMillis(50));
    }

    static HongyanClient connected(ClientBuilder builder) {
        HongyanClient client = builder.build();
        client.connect().block(PATIENCE);
        return client;
    }

    static void eventually(BooleanSupplier condition) {
        eventually("the condition", condition);
    }

    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s did not come true", what).isLessThan(deadline);
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Keeps what was applied. */
    static final class Applied implements java.util.function.Consumer<Message> {
        final List<Message> messages = new CopyOnWriteArrayList<>();

        @Override
        public void accept(Message message) {
            messages.add(message);
        }

        List<Long> sequences() {
            return messages.stream().map(Message::getSequence).toList();
        }

        List<String> texts() {
            return messages.stream()
                    .map(message -> message.getContent().getText().getText())
                    .toList();
        }

        @Nullable Message last() {
            return messages.isEmpty() ? null : messages.getLast();
        }
    }
}
