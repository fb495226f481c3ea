package im.hongyan.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.route.RouteTable;
import im.hongyan.link.route.RouteTable.DeviceRoute;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.Disposable;

/** A gateway node, as far as it hears events: the one where these users are. */
final class NodeRig implements AutoCloseable {
    private final List<NodeEvent> told = new CopyOnWriteArrayList<>();
    private final Disposable listening;

    NodeRig(EventSource events, RouteTable routes, String tenant, String... users) {
        String node = "node-of-" + users[0] + "-in-" + tenant;
        listening = events.node(node)
                .doOnNext(EventBatch::ack)
                .flatMapIterable(EventBatch::records)
                .map(NodeRig::event)
                .subscribe(told::add);
        for (String user : users) {
            routes.register(new DeviceRoute(tenant, user, "phone", node, "session-of-" + user))
                    .block(Duration.ofSeconds(10));
        }
    }

    /** What it has heard so far. */
    List<NodeEvent> told() {
        return told;
    }

    private static NodeEvent event(ByteString record) {
        try {
            return NodeEvent.parseFrom(record);
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    @Override
    public void close() {
        listening.dispose();
    }
}
