package im.hongyan.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.CoreDouble;
import im.hongyan.gateway.EventsDouble;
import im.hongyan.gateway.RoutesDouble;
import im.hongyan.gateway.catchup.LogReader;
import im.hongyan.gateway.delivery.Listening;
import im.hongyan.gateway.lane.CoreDoor;
import im.hongyan.gateway.lane.LaneProperties;
import im.hongyan.gateway.outbox.OutboxMeters;
import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.registry.SessionRegistry;
import im.hongyan.gateway.route.Arrivals;
import im.hongyan.gateway.route.Replacement;
import im.hongyan.gateway.route.RouteKeeper;
import im.hongyan.gateway.time.VirtualWheel;
import im.hongyan.gateway.transport.InMemoryConnection;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.gateway.transport.port.ConnectionLimits;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import im.hongyan.wire.frame.Window;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Sessions over connections without sockets, with time that passes on command. */
final class SessionRig {
    final CoreDouble core = new CoreDouble();
    final RoutesDouble table = new RoutesDouble();
    final EventsDouble events = new EventsDouble();
    final VirtualWheel wheel = new VirtualWheel();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final SessionRegistry registry = new SessionRegistry(meters);
    final SessionProperties properties;
    final Surroundings here;
    final SessionService service;
    private final RouteKeeper routes;
    private final Node node;
    private final List<InMemoryConnection> connections = new ArrayList<>();

    SessionRig() {
        this(java.util.Map.of());
    }

    SessionRig(java.util.Map<String, String> settings) {
        node = new Node("here");
        properties = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("hongyan.gateway.session", SessionProperties.class);
        LaneProperties lanes = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("hongyan.gateway.lane", LaneProperties.class);
        Replacement replacement = new Replacement(registry, events, node);
        routes = new RouteKeeper(table, registry, node, replacement, meters);
        Arrivals arrivals = new Arrivals(node, registry, routes, replacement);
        here = new Surroundings(
                new CoreDoor(core, lanes, meters),
                new LogReader(core, meters),
                wheel,
                arrivals,
                new SessionMeters(meters, new OutboxMeters(meters)),
                new Refusals(meters),
                properties);
        TransportProperties transport = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("hongyan.gateway.transport", TransportProperties.class);
        service = new SessionService(here, new ConnectionLimits(transport, here.refusals(), meters));
    }

    /** From now on what the core stores reaches the sessions as events. */
    void deliverWhatIsStored() {
        Listening.start(events, node, registry, routes, meters);
        core.tells(event -> events.tell(node.name(), event));
    }

    void refreshRoutes() {
        routes.refresh().block();
    }

    /** Everybody leaves, and nothing is left. */
    void close() {
        connections.forEach(InMemoryConnection::leave);
        assertThat(gauge("hongyan.gateway.outbox.held")).isZero();
        assertThat(gauge("hongyan.gateway.sessions")).isZero();
        assertThat(gauge("hongyan.gateway.lane.sends")).isZero();
        assertThat(gauge("hongyan.gateway.lane.queries")).isZero();
        assertThat(gauge("hongyan.gateway.lane.marks")).isZero();
        assertThat(wheel.alarms()).isZero();
    }

    /** A connection that has said nothing yet. */
    InMemoryConnection connect() {
        InMemoryConnection connection = new InMemoryConnection();
        connections.add(connection);
        connection.executor().execute(() -> service.serve(connection).subscribe());
        return connection;
    }

    /** A connection after WELCOME. */
    InMemoryConnection login(String user, String device, Window window) {
        InMemoryConnection connection = connect();
        connection.send(hello(user, device, window));
        return connection;
    }

    /** A connection of another tenant. */
    InMemoryConnection loginTo(String tenant, String user) {
        InMemoryConnection connection = connect();
        connection.send(new Frame(
                FrameType.HELLO,
                1,
                ((Hello) hello(user, "phone", Window.getDefaultInstance()).body())
                        .toBuilder().setApp(tenant).build()));
        return connection;
    }

    InMemoryConnection login(String user) {
        return login(user, "phone", Window.getDefaultInstance());
    }

    static Frame hello(String user, String device, Window window) {
        return new Frame(
                FrameType.HELLO,
                1,
                Hello.newBuilder()
                        .setCredential("user:" + user)
                        .setDevice(device)
                        .setWindow(window)
                        .build());
    }

    static Frame send(int requestId, String peer, String text) {
        return new Frame(
                FrameType.SEND,
                requestId,
                Send.newBuilder()
                        .setPeer(peer)
                        .setClientMessageId(Ids.newClientMessageId())
                        .setContent(
                                Content.newBuilder().setText(Text.newBuilder().setText(text)))
                        .build());
    }

    /** What a client has read of one type, in order. */
    static <T> List<T> bodies(InMemoryConnection client, Class<T> type) {
        return client.received().stream()
                .map(Frame::body)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    void pass(Duration time) {
        wheel.pass(time);
    }
}
