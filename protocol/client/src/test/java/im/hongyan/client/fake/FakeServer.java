package im.hongyan.client.fake;

import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.Limits;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Pong;
import im.hongyan.wire.frame.Read;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.ReceiptKind;
import im.hongyan.wire.frame.Received;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import im.hongyan.wire.frame.Welcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.tcp.SslProvider;
import reactor.netty.tcp.TcpServer;

/**
 * Behaves like a server that has everything in memory, unless a test tells it otherwise. A credential is the user's id, or a
 * JWT whose signature nobody looks at.
 */
public final class FakeServer implements AutoCloseable {
    private static final Pattern SUBJECT = Pattern.compile("\"sub\"\\s*:\\s*\"([^\"]*)\"");

    private final FakeLog log = new FakeLog();
    private final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
    private final DisposableServer tcp;
    private final DisposableServer http;

    private volatile BiPredicate<FakeConnection, Frame> script = (connection, frame) -> false;
    private volatile Predicate<Message> pushes = message -> true;
    private volatile long heartbeatMillis = 30_000;
    private volatile int sendsInFlight = 64;
    private volatile int partMessages = 7;

    private FakeServer(TcpServer tcpServer) {
        tcp = tcpServer.handle(this::serve).bindNow();
        http = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> FakeRest.routes(routes, log)
                        .ws(
                                "/ws",
                                (in, out) -> serve(in.aggregateFrames(), out),
                                WebsocketServerSpec.builder()
                                        .protocols("hongyan.v1")
                                        .maxFramePayloadLength(1 << 20)
                                        .build()))
                .bindNow();
    }

    public static FakeServer start() {
        return new FakeServer(TcpServer.create().host("127.0.0.1").port(0));
    }

    /** Speaks TLS on its TCP port. */
    public static FakeServer startTls(SslProvider.GenericSslContextSpec<?> context) {
        return new FakeServer(TcpServer.create().host("127.0.0.1").port(0).secure(spec -> spec.sslContext(context)));
    }

    /** On a TCP port that is known. */
    public static FakeServer startAt(int tcpPort) {
        return new FakeServer(TcpServer.create().host("127.0.0.1").port(tcpPort));
    }

    public int tcpPort() {
        return tcp.port();
    }

    public int httpPort() {
        return http.port();
    }

    public FakeLog log() {
        return log;
    }

    /** All connections so far, the closed ones included. */
    public List<FakeConnection> connections() {
        return connections;
    }

    public FakeConnection lastConnection() {
        return connections.getLast();
    }

    /** Looks at each frame first; what it returns true for is not handled as usual. */
    public void script(BiPredicate<FakeConnection, Frame> first) {
        script = first;
    }

    /** Which stored messages are pushed; the others are for whoever pulls. */
    public void pushOnly(Predicate<Message> which) {
        pushes = which;
    }

    public void heartbeat(Duration interval) {
        heartbeatMillis = interval.toMillis();
    }

    public void sendsInFlight(int sends) {
        sendsInFlight = sends;
    }

    /** Stores a text and pushes it to whoever is connected. */
    public Message say(String conversation, String sender, String text) {
        Message message = log.store(conversation, sender, text);
        push(message);
        return message;
    }

    public void push(Message message) {
        if (pushes.test(message)) {
            for (FakeConnection connection : connections) {
                if (log.isMember(message.getConversation(), connection.user())) {
                    connection.deliver(message);
                }
            }
        }
    }

    @Override
    public void close() {
        connections.forEach(FakeConnection::cut);
        tcp.disposeNow();
        http.disposeNow();
    }

    private Mono<Void> serve(NettyInbound in, NettyOutbound out) {
        List<Connection> raw = new ArrayList<>();
        in.withConnection(raw::add);
        FakeConnection connection = new FakeConnection(() -> raw.getFirst().dispose());
        connections.add(connection);
        Flux<Frame> frames = in.receive()
                .asByteArray()
                .concatMapIterable(connection::feed)
                .doOnNext(frame -> handle(connection, frame))
                .doFinally(signal -> connection.close());
        Mono<Void> sending = out.sendByteArray(connection.outbound()).then();
        return Mono.firstWithSignal(sending, frames.then().then(Mono.never()));
    }

    private void handle(FakeConnection connection, Frame frame) {
        if (script.test(connection, frame)) {
            return;
        }
        switch (frame.type()) {
            case HELLO -> hello(connection, frame.requestId(), (Hello) frame.body());
            case PING ->
                connection.write(
                        FrameType.PONG,
                        frame.requestId(),
                        Pong.newBuilder()
                                .setServerTime(System.currentTimeMillis())
                                .build());
            case SEND -> send(connection, frame.requestId(), (Send) frame.body());
            case SYNC -> sync(connection, frame.requestId(), (Sync) frame.body());
            case HISTORY -> history(connection, frame.requestId(), (History) frame.body());
            case RECEIVED -> {
                Received received = (Received) frame.body();
                receipt(connection, received.getConversation(), ReceiptKind.DELIVERED, received.getUpTo());
            }
            case READ -> {
                Read read = (Read) frame.body();
                receipt(connection, read.getConversation(), ReceiptKind.SEEN, read.getUpTo());
            }
            case BYE -> connection.close();
            default -> throw new IllegalStateException("unexpected " + frame.type());
        }
    }

    private void hello(FakeConnection connection, int requestId, Hello hello) {
        String user = user(hello.getCredential());
        if (user.isEmpty()) {
            connection.write(
                    FrameType.ERROR, requestId, Problems.of(ErrorCode.AUTH_FAILED, "the credential is not valid"));
            connection.close();
            return;
        }
        connection.said(hello, user);
        connection.write(
                FrameType.WELCOME,
                requestId,
                Welcome.newBuilder()
                        .setSession("session-" + connections.size())
                        .setApp(Ids.tenant(hello.getApp()))
                        .setUser(user)
                        .setDevice(hello.getDevice())
                        .setServerTime(System.currentTimeMillis())
                        .setHeartbeatMillis((int) heartbeatMillis)
                        .setLimits(Limits.newBuilder().setSendsInFlight(sendsInFlight))
                        .setWindow(hello.getWindow())
                        .build());
        connection.write(
                FrameType.HEADS,
                0,
                Heads.newBuilder().addAllHeads(log.headsOf(user)).setLast(true).build());
    }

    private void send(FakeConnection connection, int requestId, Send send) {
        String conversation = send.hasPeer() ? Ids.direct(connection.user(), send.getPeer()) : send.getConversation();
        if (!log.isMember(conversation, connection.user())) {
            refuseNonMember(connection, requestId);
            return;
        }
        Accepted accepted = log.accept(conversation, connection.user(), send.getClientMessageId(), send.getContent());
        connection.write(FrameType.ACCEPTED, requestId, accepted);
        if (!accepted.getDuplicate()) {
            push(log.messages(conversation).getLast());
        }
    }

    private void sync(FakeConnection connection, int requestId, Sync sync) {
        List<SyncPart> parts = new ArrayList<>();
        for (Cursor cursor : sync.getCursorsList()) {
            if (!log.isMember(cursor.getConversation(), connection.user())) {
                refuseNonMember(connection, requestId);
                return;
            }
            parts.addAll(log.sync(cursor.getConversation(), cursor.getAfter(), sync.getLimit(), partMessages));
        }
        for (int i = 0; i < parts.size(); i++) {
            SyncPart part =
                    parts.get(i).toBuilder().setDone(i == parts.size() - 1).build();
            connection.write(FrameType.SYNC_PART, requestId, part);
        }
    }

    private void history(FakeConnection connection, int requestId, History asked) {
        String conversation =
                asked.hasPeer() ? Ids.direct(connection.user(), asked.getPeer()) : asked.getConversation();
        if (log.isMember(conversation, connection.user())) {
            connection.write(FrameType.HISTORY_PART, requestId, log.history(conversation, asked));
        } else {
            refuseNonMember(connection, requestId);
        }
    }

    private static void refuseNonMember(FakeConnection connection, int requestId) {
        connection.write(FrameType.ERROR, requestId, Problems.of(ErrorCode.NOT_MEMBER, "only members may do this"));
    }

    private void receipt(FakeConnection from, String conversation, ReceiptKind kind, long upTo) {
        Receipt receipt = Receipt.newBuilder()
                .setConversation(conversation)
                .setUser(from.user())
                .setKind(kind)
                .setUpTo(upTo)
                .build();
        for (FakeConnection connection : connections) {
            if (!connection.user().equals(from.user()) && log.isMember(conversation, connection.user())) {
                connection.write(FrameType.RECEIPT, 0, receipt);
            }
        }
    }

    /** Whom a credential names; empty when nobody. */
    static String user(String credential) {
        String[] parts = credential.split("\\.", -1);
        if (parts.length != 3) {
            return Ids.isId(credential) && !credential.equals("nobody") ? credential : "";
        }
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        Matcher subject = SUBJECT.matcher(payload);
        return subject.find() ? subject.group(1) : "";
    }
}
