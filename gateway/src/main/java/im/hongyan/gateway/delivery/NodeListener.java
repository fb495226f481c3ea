package im.hongyan.gateway.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.registry.SessionRegistry;
import im.hongyan.gateway.route.RouteKeeper;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.proto.NodeEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.BaseSubscriber;

/** The door for the events that are addressed to this node. Takes the next batch when the event loops have had an earlier one. */
@Component
final class NodeListener implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(NodeListener.class);
    private static final int MAX_BATCHES = 8;

    private final EventSource source;
    private final Node node;
    private final SessionRegistry registry;
    private final Memberships memberships;
    private final Counter events;
    private final Counter unreadable;
    private volatile @Nullable Batches batches;

    NodeListener(EventSource source, Node node, SessionRegistry registry, RouteKeeper routes, MeterRegistry meters) {
        this.source = source;
        this.node = node;
        this.registry = registry;
        this.memberships = new Memberships(registry, node, routes::joined);
        this.events = Counter.builder("hongyan.gateway.delivery.events")
                .description("events addressed to this node")
                .register(meters);
        this.unreadable = Counter.builder("hongyan.gateway.delivery.unreadable")
                .description("events that do not parse and were dropped")
                .register(meters);
    }

    @Override
    public void start() {
        Batches started = new Batches();
        batches = started;
        source.node(node.name()).subscribe(started);
    }

    @Override
    public void stop() {
        Batches running = batches;
        if (running != null) {
            running.dispose();
            batches = null;
        }
    }

    @Override
    public boolean isRunning() {
        return batches != null;
    }

    /** Before the servers start and after they have stopped. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 4_096;
    }

    /** Lives as long as this listener runs. */
    private final class Batches extends BaseSubscriber<EventBatch> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(MAX_BATCHES);
        }

        @Override
        protected void hookOnNext(EventBatch batch) {
            Delivery delivery = new Delivery(registry, memberships);
            for (ByteString record : batch.records()) {
                try {
                    delivery.add(NodeEvent.parseFrom(record));
                } catch (InvalidProtocolBufferException e) {
                    unreadable.increment();
                }
            }
            events.increment(batch.records().size());
            batch.ack();
            delivery.run(() -> request(1));
        }

        @Override
        protected void hookOnError(Throwable error) {
            LOG.error("the events of this node have ended", error);
        }
    }
}
