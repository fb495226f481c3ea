package im.hongyan.link.event.amqp.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.impl.AMQChannel;
import im.hongyan.link.fault.FaultProxy;
import im.hongyan.local.TestServers;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.rabbitmq.QueueSpecification;

/** A session that ends lets everybody go who waits for the broker. */
class AmqpSessionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WAITING = AmqpThreads.CONTROL_THREADS - 1;

    private final AmqpThreads threads = new AmqpThreads();
    private FaultProxy proxy;
    private AmqpSession session;

    @BeforeEach
    void open() throws Exception {
        URI broker = URI.create(TestServers.rabbit());
        proxy = new FaultProxy(broker.getPort());
        String uri = "amqp://" + broker.getUserInfo() + "@127.0.0.1:" + proxy.port();
        session = AmqpSession.open("test", AmqpConnection.factory(uri, threads), threads);
        session.declare(queue("before")).block(PATIENCE);
    }

    @AfterEach
    void close() throws Exception {
        session.end();
        proxy.close();
        threads.close();
    }

    @Test
    void declarationsThatWaitWhenTheConnectionEndsLeaveNoThreadBehind() throws Exception {
        proxy.hold();
        CompletableFuture<Long> refused = Flux.range(0, WAITING)
                .flatMap(i -> refused(session, "during-" + i), WAITING)
                .filter(Boolean::booleanValue)
                .count()
                .toFuture();
        await().atMost(PATIENCE).until(() -> waitingForTheBroker() == WAITING);

        proxy.cut();

        assertThat(refused.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(WAITING);
        assertThat(allAtOnce(threads)).isEqualTo(AmqpThreads.CONTROL_THREADS);
        proxy.release();
    }

    @Test
    void whoHasLeftIsNotToldThatTheConnectionEnded() throws Exception {
        List<Throwable> dropped = new CopyOnWriteArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        try {
            proxy.hold();
            Disposable waiting = session.declare(queue("during")).subscribe();
            await().atMost(PATIENCE).until(() -> waitingForTheBroker() == 1);

            waiting.dispose();
            proxy.cut();

            assertThat(allAtOnce(threads)).isEqualTo(AmqpThreads.CONTROL_THREADS);
            assertThat(dropped).isEmpty();
            proxy.release();
        } finally {
            Hooks.resetOnErrorDropped();
        }
    }

    private static Mono<Boolean> refused(AmqpSession session, String name) {
        return session.declare(queue(name)).map(done -> false).onErrorReturn(true);
    }

    private static long waitingForTheBroker() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("hongyan-amqp-control"))
                .filter(thread -> thread.getKey().getState() != Thread.State.RUNNABLE)
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(AMQChannel.class.getName())))
                .count();
    }

    private static QueueSpecification queue(String name) {
        return QueueSpecification.queue("test-" + UUID.randomUUID() + "-" + name)
                .exclusive(true)
                .autoDelete(true);
    }

    /** How many tasks met that only meet when each has a thread. */
    private static long allAtOnce(AmqpThreads threads) {
        CyclicBarrier meeting = new CyclicBarrier(AmqpThreads.CONTROL_THREADS);
        Long met = Flux.range(0, AmqpThreads.CONTROL_THREADS)
                .flatMap(
                        i -> Mono.fromCallable(() -> meeting.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                                .subscribeOn(threads.control()),
                        AmqpThreads.CONTROL_THREADS)
                .count()
                .block(PATIENCE.multipliedBy(2));
        return met == null ? 0 : met;
    }
}
