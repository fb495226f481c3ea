package im.hongyan.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class CursorJournalTest {
    private static final Fact.Read FACT = new Fact.Read(new ConversationKey("default", "d:alice:bob"), "alice");

    private final TestDatabase database = TestDatabase.h2();
    private final Gate gate = new Gate(database.client().getConnectionFactory(), Sinks.empty(), new AtomicInteger());
    private final CursorRepository table = new CursorRepository(database.client());
    private final CursorJournal journal = new CursorJournal(
            new CursorRepository(DatabaseClient.create(gate)),
            new ReceiptProperties(4, Duration.ofMillis(1), 3, 100, 10),
            new SimpleMeterRegistry());

    /** Whoever asks for a connection waits until it is opened. */
    private record Gate(ConnectionFactory behind, Sinks.Empty<Void> opened, AtomicInteger asked)
            implements ConnectionFactory {
        @Override
        public Publisher<? extends Connection> create() {
            return Mono.defer(() -> {
                asked.incrementAndGet();
                return opened.asMono().then(Mono.from(behind.create()));
            });
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return behind.getMetadata();
        }
    }

    @Test
    void aStopWaitsForWhatIsBeingWritten() throws InterruptedException {
        journal.start();
        journal.note(FACT, 5);
        Waiting.until(() -> gate.asked.get() > 0);
        assertThat(journal.pending(FACT)).isEqualTo(5);
        CountDownLatch stopped = new CountDownLatch(1);
        journal.stop(stopped::countDown);
        assertThat(journal.pending(FACT)).isEqualTo(5);
        gate.opened.tryEmitEmpty();
        assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(written()).isEqualTo(Map.of(FACT, 5L));
        assertThat(journal.pending(FACT)).isZero();
    }

    @Test
    void aWriteThatIsGivenUpIsNotForgotten() {
        journal.note(FACT, 5);
        journal.flush().subscribe().dispose();
        assertThat(journal.pending(FACT)).isEqualTo(5);
        gate.opened.tryEmitEmpty();
        journal.flush().block(Duration.ofSeconds(30));
        assertThat(written()).isEqualTo(Map.of(FACT, 5L));
    }

    private Map<Fact, Long> written() {
        Mono<Map<Fact, Long>> read = table.read("default", "alice", List.of("d:alice:bob"));
        return read.blockOptional(Duration.ofSeconds(30)).orElseThrow();
    }
}
