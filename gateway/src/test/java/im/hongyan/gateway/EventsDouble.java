package im.hongyan.gateway;

import com.google.protobuf.ByteString;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.proto.NodeEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Node events in memory: what is told to a node arrives there, in order, on the teller's thread. */
public final class EventsDouble implements EventPublisher, EventSource {
    private final Map<String, Sinks.Many<EventBatch>> nodes = new ConcurrentHashMap<>();
    private final List<NodeEvent> published = new CopyOnWriteArrayList<>();

    private record Batch(EventAddress address, List<ByteString> records) implements EventBatch {
        @Override
        public boolean redelivered() {
            return false;
        }

        @Override
        public void ack() {}

        @Override
        public void retry(String reason) {
            throw new AssertionError("node events are not retried: " + reason);
        }

        @Override
        public void reject(String reason) {
            throw new AssertionError("node events are not rejected: " + reason);
        }
    }

    @Override
    public long life() {
        return 0;
    }

    /** What was published to whichever node. */
    public List<NodeEvent> published() {
        return published;
    }

    /** Tells a node. */
    public void tell(String node, NodeEvent... events) {
        tellBytes(node, List.of(events).stream().map(NodeEvent::toByteString).toArray(ByteString[]::new));
    }

    /** Tells a node what may be no event. */
    public void tellBytes(String node, ByteString... all) {
        List<ByteString> records = List.of(all);
        synchronized (this) {
            of(node).emitNext(new Batch(new EventAddress.Node(node), records), Sinks.EmitFailureHandler.FAIL_FAST);
        }
    }

    @Override
    public Mono<Void> publish(EventAddress address, ByteString record) {
        return Mono.fromRunnable(() -> {
            try {
                published.add(NodeEvent.parseFrom(record));
            } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Override
    public Flux<EventBatch> messageShards(int prefetch) {
        throw new AssertionError("a gateway stores nothing");
    }

    @Override
    public Flux<EventBatch> node(String node) {
        return of(node).asFlux();
    }

    private Sinks.Many<EventBatch> of(String node) {
        return nodes.computeIfAbsent(node, key -> Sinks.many().unicast().onBackpressureBuffer());
    }
}
