package im.hongyan.link.event.amqp;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import im.hongyan.link.event.EventContract;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.event.amqp.broker.Records;
import im.hongyan.local.TestServers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract of events over a real broker. */
class AmqpEventsTest extends EventContract {
    private final String prefix = "test-" + UUID.randomUUID();
    private final AmqpEvents events = new AmqpEvents(properties(TestServers.rabbit(), prefix, PATIENCE), meters);
    private final List<GetResponse> dead = new ArrayList<>();

    @BeforeEach
    void connect() {
        await().atMost(PATIENCE).until(events::connected);
    }

    @AfterEach
    void close() {
        subscriptions.dispose();
        events.close();
    }

    @Override
    protected EventPublisher publisher() {
        return events;
    }

    @Override
    protected EventSource source() {
        return events;
    }

    @Override
    protected List<String> deadRecords() throws Exception {
        List<String> texts = new ArrayList<>();
        for (GetResponse letter : deadLetters()) {
            Records.decode(letter.getBody()).stream()
                    .map(ByteString::toStringUtf8)
                    .forEach(texts::add);
        }
        return texts;
    }

    @Override
    protected List<String> deadReasons() throws Exception {
        return deadLetters().stream()
                .map(letter -> String.valueOf(letter.getProps().getHeaders().get("hongyan-reason")))
                .toList();
    }

    private List<GetResponse> deadLetters() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(TestServers.rabbit());
        try (Connection connection = factory.newConnection()) {
            GetResponse letter = connection.createChannel().basicGet(prefix + ".dead", true);
            if (letter != null) {
                dead.add(letter);
            }
        }
        return dead;
    }
}
