package im.hongyan.link.event.amqp.broker;

import com.rabbitmq.client.AMQP;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.rabbitmq.QueueSpecification;
import reactor.util.retry.Retry;

/**
 * The queues of the house. There is no exchange of ours: the default exchange leads to every queue by its name and nobody can
 * delete it.
 *
 * <ul>
 *   <li>{@code <prefix>.message.<n>}: a shard of the message log; durable, quorum, one active consumer; bounded, publishing refused beyond
 *   <li>{@code <prefix>.shards}: always empty; says by its maximal length how many shards there are, because the broker refuses
 *       whoever declares it with another one
 *   <li>{@code <prefix>.dead}: dead letters; durable, quorum
 *   <li>{@code <prefix>.node.<node>}: hints for a gateway; gone with its connection, bounded, oldest dropped
 * </ul>
 */
public final class Topology {
    private static final Logger LOG = LoggerFactory.getLogger(Topology.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /**
     * Without a number a broker since 4.0 gives a batch out 20 times, and every death of a consumer counts. An accepted message must
     * outlive any number of restarts, so the attempts are counted by the consumer, which knows the reason.
     */
    private static final int DELIVERY_LIMIT = 1_000_000_000;

    private final EventProperties properties;
    private final Map<String, ShardBound> otherBounds = new ConcurrentHashMap<>();

    public Topology(EventProperties properties) {
        this.properties = properties;
    }

    public String queue(EventAddress address) {
        return switch (address) {
            case EventAddress.MessageShard to -> properties.prefix() + ".message." + to.shard();
            case EventAddress.Node to -> properties.prefix() + ".node." + to.node();
        };
    }

    /** Errors when the processes that share the broker have another number of shards than this one. */
    public Mono<Void> agree(AmqpSession session) {
        return declared(session, this::shardCount)
                .onErrorMap(ShardBound::isRefusal, this::anotherCount)
                .then();
    }

    private IllegalStateException anotherCount(Throwable refusal) {
        return new IllegalStateException(
                "hongyan.link.event.shards is " + properties.shards()
                        + " here, but another number in the queue " + shardsName()
                        + ", which the other processes declared; docs/operations.md says how to change it",
                refusal);
    }

    private String shardsName() {
        return properties.prefix() + ".shards";
    }

    private QueueSpecification shardCount() {
        return QueueSpecification.queue(shardsName())
                .durable(true)
                .arguments(Map.of("x-queue-type", "quorum", "x-max-length", properties.shards()));
    }

    public String dead() {
        return properties.prefix() + ".dead";
    }

    /** Declares what is durable; what is there already stays as it is. */
    public Mono<Void> declare(AmqpSession session) {
        Flux<Void> shards = Flux.range(0, properties.shards())
                .map(EventAddress.MessageShard::new)
                .concatMap(shard -> declare(session, shard));
        return agree(session)
                .thenMany(shards)
                .then(declared(session, this::deadLetters))
                .then();
    }

    /** Declares the queue of one address. */
    public Mono<Void> declare(AmqpSession session, EventAddress address) {
        return look(session, address).then();
    }

    /** Declares the queue of one address and tells how many consumers it knows and how many batches are ready. */
    public Mono<AMQP.Queue.DeclareOk> look(AmqpSession session, EventAddress address) {
        return declared(session, () -> specification(address))
                // Each time one more queue is known; a refusal ends the channel for all who declare on it.
                .retryWhen(Retry.max(properties.shards()).filter(this::learns));
    }

    /** Nobody can give a queue another bound, and what is in it must stay: so it keeps the one that it has. */
    private boolean learns(Throwable refusal) {
        ShardBound.Found found = ShardBound.found(refusal);
        if (found == null) {
            return false;
        }
        ShardBound before = otherBounds.put(found.queue(), found.bound());
        if (!found.bound().equals(before)) {
            LOG.warn(
                    "the queue {} keeps the bound that it was made with ({}); a policy of the broker can lower it",
                    found.queue(),
                    found.bound());
        }
        return true;
    }

    private QueueSpecification specification(EventAddress address) {
        return switch (address) {
            case EventAddress.MessageShard to -> shard(queue(to));
            case EventAddress.Node to -> node(queue(to));
        };
    }

    private QueueSpecification shard(String name) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("x-queue-type", "quorum");
        arguments.put("x-single-active-consumer", true);
        arguments.put("x-delivery-limit", DELIVERY_LIMIT);
        arguments.put("x-dead-letter-exchange", "");
        arguments.put("x-dead-letter-routing-key", dead());
        otherBounds
                .getOrDefault(
                        name, new ShardBound(properties.publish().shardBytes().toBytes()))
                .addTo(arguments);
        return QueueSpecification.queue(name).durable(true).arguments(arguments);
    }

    private QueueSpecification deadLetters() {
        return QueueSpecification.queue(dead())
                .durable(true)
                .arguments(Map.of("x-queue-type", "quorum", "x-delivery-limit", DELIVERY_LIMIT));
    }

    private QueueSpecification node(String name) {
        return QueueSpecification.queue(name)
                .exclusive(true)
                .autoDelete(true)
                .arguments(Map.of(
                        "x-max-length", properties.node().queuedRecords(),
                        "x-max-length-bytes", properties.node().queuedBytes().toBytes(),
                        "x-overflow", "drop-head"));
    }

    private static Mono<AMQP.Queue.DeclareOk> declared(AmqpSession session, Supplier<QueueSpecification> queue) {
        return Mono.defer(() -> session.declare(queue.get())).timeout(PATIENCE);
    }
}
