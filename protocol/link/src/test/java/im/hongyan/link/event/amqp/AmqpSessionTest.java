package im.hongyan.link.event.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.impl.AMQChannel;
import im.hongyan.link.fault.FaultProxy;
import im.hongyan.local.TestServers;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.rabbitmq.QueueSpecification;

/** A session that ends lets everybody go who waits for the broker. */
class AmqpSessionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WAITING = AmqpThreads.CONTROL_THREADS - 1;

    @Test
    void declarationsThatWaitWhenTheConnectionEndsLeaveNoThreadBehind() throws Exception {
        URI broker = URI.create(TestServers.rabbit());
        try (FaultProxy proxy = new FaultProxy(broker.getPort());
                AmqpThreads threads = new AmqpThreads()) {
            String uri = "amqp://" + broker.getUserInfo() + "@127.0.0.1:" + proxy.port();
            AmqpSession session = AmqpSession.open("test", AmqpEvents.factory(uri, threads), threads);
            session.declare(queue("before"));
            proxy.hold();
            CompletableFuture<Long> refused = Flux.range(0, WAITING)
                    .flatMap(i -> refused(session, "during-" + i).subscribeOn(threads.control()), WAITING)
                    .filter(Boolean::booleanValue)
                    .count()
                    .toFuture();
            await().atMost(PATIENCE).until(() -> waitingForTheBroker() == WAITING);
            proxy.cut();
            assertThat(refused.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(WAITING);
            assertThat(allAtOnce(threads)).isEqualTo(AmqpThreads.CONTROL_THREADS);
            session.end();
            proxy.release();
        }
    }

    private static Mono<Boolean> refused(AmqpSession session, String name) {
        return Mono.fromCallable(() -> session.declare(queue(name)))
                .map(done -> false)
                .onErrorReturn(true);
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
