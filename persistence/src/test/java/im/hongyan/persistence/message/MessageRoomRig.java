package im.hongyan.persistence.message;

import static im.hongyan.persistence.store.Samples.DIRECT;

import im.hongyan.link.proto.NodeEvent;
import im.hongyan.persistence.Rig;
import im.hongyan.persistence.store.FaultyConnections;
import im.hongyan.persistence.timeline.Range;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Flux;

/** The room on a database whose connections can fail, and what is in its tables. */
abstract class MessageRoomRig {
    private final List<Rig> rigs = new ArrayList<>();
    private ConnectionFactory real;
    FaultyConnections connections;

    abstract ConnectionFactory connections();

    @BeforeEach
    void open() {
        real = connections();
        connections = new FaultyConnections(real);
    }

    @AfterEach
    void close() {
        rigs.forEach(Rig::close);
    }

    Rig start(Rig.Setup setup) {
        Rig rig = setup.start();
        rigs.add(rig);
        Rig.sharedRedis().sync().del(floorKey(), counterKey());
        return rig;
    }

    static List<String> stored(Rig rig, String node) {
        return rig.gateways().told(node).stream()
                .filter(NodeEvent::hasStored)
                .map(event -> event.getStored().getConversation() + ":"
                        + event.getStored().getSequence())
                .toList();
    }

    List<Range> voids() {
        return Flux.usingWhen(
                        real.create(),
                        connection -> Flux.from(connection
                                        .createStatement(
                                                "SELECT from_sequence, to_sequence FROM void_range WHERE conversation = ?"
                                                        + " ORDER BY from_sequence")
                                        .bind(0, DIRECT.conversation())
                                        .execute())
                                .flatMap(result -> result.map(
                                        (row, metadata) -> new Range(row.get(0, Long.class), row.get(1, Long.class)))),
                        Connection::close)
                .collectList()
                .block();
    }

    static String floorKey() {
        return "floor:{default/d:alice:bob}";
    }

    static String counterKey() {
        return "seq:{default/d:alice:bob}";
    }
}
