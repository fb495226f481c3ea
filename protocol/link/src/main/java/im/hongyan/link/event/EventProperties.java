package im.hongyan.link.event;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The dials of the events.
 *
 * @param uri of the broker, {@code amqp://user:password@host:port/vhost}; unused in process
 * @param prefix of the names of queues and exchanges, for several houses on one broker
 * @param shards of the message log; the same in every process
 * @param publish how records are sent
 * @param consume how batches are received
 * @param node the queue of a gateway node
 */
@ConfigurationProperties("hongyan.link.event")
public record EventProperties(
        @DefaultValue("amqp://guest:guest@localhost:5672") String uri,
        @DefaultValue("hongyan") String prefix,
        @DefaultValue("8") int shards,
        @DefaultValue Publish publish,
        @DefaultValue Consume consume,
        @DefaultValue Node node) {

    public EventProperties {
        if (!prefix.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("hongyan.link.event.prefix must be 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        new EventShards(shards);
    }

    /** What holds when nothing is configured. */
    public static EventProperties defaults() {
        return new EventProperties(
                "amqp://guest:guest@localhost:5672",
                "hongyan",
                8,
                new Publish(Duration.ofSeconds(2), 10_000, 64, DataSize.ofKilobytes(256), 4, DataSize.ofGigabytes(1)),
                new Consume(30, Duration.ofMillis(200), Duration.ofSeconds(5), 100),
                new Node(10_000, DataSize.ofMegabytes(8)));
    }

    /**
     * How records are sent.
     *
     * @param confirmTimeout how long a record may stay unconfirmed before its publisher is told "unknown"
     * @param queuedRecords records that may wait for one address; beyond it BUSY
     * @param batchRecords records that travel together at the most
     * @param batchBytes bytes that travel together at the most; a larger record goes alone
     * @param unconfirmedBatches batches to one address that may be unconfirmed at once
     * @param shardBytes bytes that may wait at the broker for the consumer of a shard; beyond it BROKER_UNAVAILABLE. A queue that is
     *     there keeps the bound that it was made with
     */
    public record Publish(
            @DefaultValue("2s") Duration confirmTimeout,
            @DefaultValue("10000") int queuedRecords,
            @DefaultValue("64") int batchRecords,
            @DefaultValue("256KB") DataSize batchBytes,
            @DefaultValue("4") int unconfirmedBatches,
            @DefaultValue("1GB") DataSize shardBytes) {

        public Publish {
            if (confirmTimeout.toMillis() < 10) {
                throw new IllegalArgumentException("hongyan.link.event.publish.confirm-timeout must be at least 10ms");
            }
            if (queuedRecords < 1
                    || batchRecords < 1
                    || batchBytes.toBytes() < 1
                    || unconfirmedBatches < 1
                    || shardBytes.toBytes() < 1) {
                throw new IllegalArgumentException("every bound of hongyan.link.event.publish must be at least 1");
            }
        }
    }

    /**
     * How batches are received.
     *
     * @param attempts how often a batch is given out before it goes to the dead letters
     * @param retryPause before the second attempt; doubles with every further one
     * @param longestRetryPause what the pause grows to
     * @param deadLetters dead letters kept in memory, newest win
     */
    public record Consume(
            @DefaultValue("30") int attempts,
            @DefaultValue("200ms") Duration retryPause,
            @DefaultValue("5s") Duration longestRetryPause,
            @DefaultValue("100") int deadLetters) {

        public Consume {
            if (attempts < 1 || deadLetters < 1) {
                throw new IllegalArgumentException(
                        "hongyan.link.event.consume.attempts and dead-letters must be at least 1");
            }
            if (retryPause.toMillis() < 1 || longestRetryPause.compareTo(retryPause) < 0) {
                throw new IllegalArgumentException(
                        "hongyan.link.event.consume.longest-retry-pause must not be shorter than retry-pause (at least 1ms)");
            }
        }

        /** The pause after the attempt of this number, counted from 1. */
        public Duration pauseAfter(int attempt) {
            long grown = retryPause.toMillis() << Math.min(attempt - 1, 20);
            return Duration.ofMillis(Math.min(grown, longestRetryPause.toMillis()));
        }
    }

    /**
     * The queue of a gateway node: when it is full the oldest are dropped, because push is a hint.
     *
     * @param queuedRecords records (in process) or batches (at the broker) that may wait
     * @param queuedBytes bytes that may wait
     */
    public record Node(
            @DefaultValue("10000") int queuedRecords,
            @DefaultValue("8MB") DataSize queuedBytes) {

        public Node {
            if (queuedRecords < 1 || queuedBytes.toBytes() < 1) {
                throw new IllegalArgumentException("every bound of hongyan.link.event.node must be at least 1");
            }
        }
    }
}
