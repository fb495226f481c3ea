package im.hongyan.link.event.amqp;

import com.google.protobuf.ByteString;
import com.rabbitmq.client.ConnectionFactory;
import im.hongyan.link.event.DeadLetter;
import im.hongyan.link.event.DeadLetters;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventProperties;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.event.amqp.broker.AmqpConnection;
import im.hongyan.link.event.amqp.broker.AmqpThreads;
import im.hongyan.link.event.amqp.broker.Topology;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Events between processes, over RabbitMQ. Connects by itself, now and whenever the connection is lost; meanwhile publishing is
 * refused at once and the streams of the source pause. Safe for concurrent use; only {@link #close} blocks, for a few seconds
 * at the most.
 */
public final class AmqpEvents implements EventPublisher, EventSource, AutoCloseable {
    private final AmqpThreads threads = new AmqpThreads();
    private final DeadLetters dead;
    private final AmqpPublisher publisher;
    private final AmqpSource source;

    /** Begins to connect; does not wait for it. */
    public AmqpEvents(EventProperties properties, MeterRegistry meters) {
        ConnectionFactory factory = AmqpConnection.factory(properties.uri(), threads);
        this.dead = new DeadLetters(properties.consume().deadLetters(), meters);
        Topology topology = new Topology(properties);
        this.publisher = new AmqpPublisher(properties, topology, factory, threads, meters);
        this.source = new AmqpSource(
                properties, topology, factory, threads, new ShardConsumer.Graves(publisher, dead), meters);
        publisher.start();
    }

    @Override
    public Mono<Void> publish(EventAddress address, ByteString record) {
        return publisher.publish(address, record);
    }

    @Override
    public Flux<EventBatch> messageShards(int prefetch) {
        return source.messageShards(prefetch);
    }

    @Override
    public long life() {
        return source.life();
    }

    @Override
    public Flux<EventBatch> node(String node) {
        return source.node(node);
    }

    /** The newest dead letters that this process made, oldest first. All are in the queue of dead letters. */
    public List<DeadLetter> deadLetters() {
        return dead.newest();
    }

    /** Whether publishing works now. */
    public boolean connected() {
        return publisher.connected();
    }

    @Override
    public void close() {
        source.close();
        publisher.close();
        threads.close();
    }
}
