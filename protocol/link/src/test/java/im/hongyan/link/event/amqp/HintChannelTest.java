package im.hongyan.link.event.amqp;

import com.rabbitmq.client.ConnectionFactory;
import im.hongyan.link.event.amqp.broker.AmqpSession;
import im.hongyan.link.event.amqp.broker.AmqpThreads;
import im.hongyan.local.TestServers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.rabbitmq.OutboundMessage;
import reactor.test.StepVerifier;

class HintChannelTest {
    private final AmqpThreads threads = new AmqpThreads();

    @AfterEach
    void close() {
        threads.close();
    }

    /** Else the one slot of the hints would be taken for ever. */
    @Test
    void completesWhenTheSessionEndsBeforeTheHintsAreWritten() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(TestServers.rabbit());
        AmqpSession session = AmqpSession.open("test", factory, threads);
        HintChannel hints = new HintChannel(session);
        hints.open();
        CountDownLatch stuck = new CountDownLatch(1);
        session.write(() -> awaitQuietly(stuck));
        StepVerifier.create(hints.send(List.of(new OutboundMessage("", "nobody", new byte[1]))))
                .then(session::end)
                .then(stuck::countDown)
                .expectComplete()
                .verify(AmqpRig.PATIENCE);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
