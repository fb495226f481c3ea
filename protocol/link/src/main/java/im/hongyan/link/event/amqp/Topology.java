package im.hongyan.link.event.amqp;

import com.rabbitmq.client.AMQP;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventProperties;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.rabbitmq.QueueSpecification;

/**
 * The queues of the house. There is no exchange of ours: the default exchange leads to every queue by its name and nobody can
 * delete it.
 *
 * <ul>
 *   <li>{@code <prefix>.message.<n>}: a shard of the message log; durable, quorum, one active consumer
 *   <li>{@code <prefix>.dead}: dead letters; durable, quorum
 *   <li>{@code <prefix>.node.<node>}: hints for a gateway; gone with its connection, bounded, oldest dropped
 * </ul>
 */
record Topology(EventProperties properties) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /**
     * Without a number a broker since 4.0 gives a batch out 20 times, and every death of a consumer counts. An accepted message must
     * outlive any number of restarts, so the attempts are counted by the consumer, which knows the reason.
     */
    private static final int DELIVERY_LIMIT = 1_000_000_000;

    String queue(EventAddress address) {
        return switch (address) {
            case EventAddress.MessageShard to -> properties.prefix() + ".message." + to.shard();
            case EventAddress.Node to -> properties.prefix() + ".node." + to.node();
        };
    }

    String dead() {
        return properties.prefix() + ".dead";
    }

    /** Declares what is durable; what is there already stays as it is. */
    Mono<Void> declare(AmqpSession session) {
        return Flux.range(0, properties.shards())
                .map(EventAddress.MessageShard::new)
                .concatMap(shard -> declare(session, shard))
                .then(declare(session, deadLetters()));
    }

    /** Declares the queue of one address. */
    Mono<Void> declare(AmqpSession session, EventAddress address) {
        return declare(session, specification(address));
    }

    /** Declares the queue of one address and tells how many consumers it knows and how many batches are ready. */
    Mono<AMQP.Queue.DeclareOk> look(AmqpSession session, EventAddress address) {
        return declared(session, specification(address));
    }

    private QueueSpecification specification(EventAddress address) {
        return switch (address) {
            case EventAddress.MessageShard to -> shard(queue(to));
            case EventAddress.Node to -> node(queue(to));
        };
    }

    private QueueSpecification shard(String name) {
        return QueueSpecification.queue(name)
                .durable(true)
                .arguments(Map.of(
                        "x-queue-type",
                        "quorum",
                        "x-single-active-consumer",
                        true,
                        "x-delivery-limit",
                        DELIVERY_LIMIT,
                        "x-dead-letter-exchange",
                        "",
                        "x-dead-letter-routing-key",
                        dead()));
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

    private static Mono<Void> declare(AmqpSession session, QueueSpecification queue) {
        return declared(session, queue).then();
    }

    private static Mono<AMQP.Queue.DeclareOk> declared(AmqpSession session, QueueSpecification queue) {
        return Mono.defer(() -> session.sender().declareQueue(queue))
                .subscribeOn(session.control())
                .timeout(PATIENCE);
    }
}
