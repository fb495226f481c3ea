package im.hongyan.core.rig;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventException;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A broker whose answer to a message a test chooses. Events to nodes are only noted. */
public final class PublisherDouble implements EventPublisher {
    /** What becomes of the next messages. */
    public enum Mode {
        /** Stored, confirmed. */
        CONFIRM,
        /** Stored and confirmed when {@link #release} says so. */
        HOLD,
        /** Stored; the confirm never comes. */
        LOSE_CONFIRM,
        /** Never arrives, never answers. */
        LOSE,
        /** Refused: certainly not published. */
        REFUSE,
        /** The broker is away: unknown. */
        AWAY,
        /** Confirmed, but still in the broker's queue when anybody looks into the store. */
        QUEUE
    }

    private record Held(ByteString event, Sinks.Empty<Void> confirm) {}

    private final LogDouble log;
    private final List<MessageEvent> published = new CopyOnWriteArrayList<>();
    private final List<Held> held = new CopyOnWriteArrayList<>();
    private final List<Map.Entry<String, NodeEvent>> nodeEvents = new CopyOnWriteArrayList<>();
    private volatile Mode mode = Mode.CONFIRM;

    public PublisherDouble(LogDouble log) {
        this.log = log;
    }

    public void setMode(Mode next) {
        mode = next;
    }

    /** Every message record that was handed over, repeats included. */
    public List<MessageEvent> published() {
        return published;
    }

    /** Every event to a node. */
    public List<Map.Entry<String, NodeEvent>> nodeEvents() {
        return nodeEvents;
    }

    /** Confirms what was held. */
    public void release() {
        List<Held> now = List.copyOf(held);
        held.removeAll(now);
        for (Held one : now) {
            log.store(one.event());
            one.confirm().tryEmitEmpty();
        }
    }

    @Override
    public Mono<Void> publish(EventAddress address, ByteString event) {
        return switch (address) {
            case EventAddress.MessageShard shard -> message(event);
            case EventAddress.Node node ->
                Mono.fromRunnable(() -> nodeEvents.add(Map.entry(node.node(), nodeEvent(event))));
        };
    }

    private Mono<Void> message(ByteString event) {
        return Mono.defer(() -> {
            if (mode != Mode.LOSE && mode != Mode.REFUSE) {
                published.add(messageEvent(event));
            }
            return switch (mode) {
                case CONFIRM -> Mono.fromRunnable(() -> log.store(event));
                case QUEUE -> Mono.empty();
                case LOSE -> Mono.never();
                case LOSE_CONFIRM -> {
                    log.store(event);
                    yield Mono.never();
                }
                case HOLD -> {
                    Held one = new Held(event, Sinks.empty());
                    held.add(one);
                    yield one.confirm().asMono();
                }
                case REFUSE -> Mono.error(EventException.refused(ErrorCode.BUSY, "refused"));
                case AWAY -> Mono.error(EventException.unknown("away"));
            };
        });
    }

    private static MessageEvent messageEvent(ByteString bytes) {
        try {
            return MessageEvent.parseFrom(bytes);
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private static NodeEvent nodeEvent(ByteString bytes) {
        try {
            return NodeEvent.parseFrom(bytes);
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
