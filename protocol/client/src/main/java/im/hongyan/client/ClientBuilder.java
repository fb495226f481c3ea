package im.hongyan.client;

import im.hongyan.client.cursor.CursorStore;
import im.hongyan.client.login.Token;
import im.hongyan.client.login.TokenProvider;
import im.hongyan.client.login.Tokens;
import im.hongyan.client.loop.NettyLoop;
import im.hongyan.client.outbox.OutboxBounds;
import im.hongyan.client.rest.Rest;
import im.hongyan.client.timeline.InboxBounds;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.client.transport.NettyConnector;
import im.hongyan.client.transport.Trust;
import im.hongyan.wire.Ids;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes a {@link HongyanClient}. Needs an endpoint, a token and a device; everything else has a default. */
public final class ClientBuilder {
    private List<Endpoint> endpoints = List.of();
    private @Nullable String http;
    private Trust trust = new Trust.Platform();
    private @Nullable TokenProvider tokens;
    private Settings.Device device = new Settings.Device("", "", "java", "");
    private MessageHandler handler = message -> Mono.empty();
    private CursorStore cursors = CursorStore.memory();
    private boolean beginAtHead;
    private int outboxMessages = 1_024;
    private long outboxBytes = 8L * 1024 * 1024;
    private int sendsInFlight = 256;
    private Duration answerWithin = Duration.ofSeconds(10);
    private InboxBounds inbox = new InboxBounds(256, 1024 * 1024);
    private Duration connectWithin = Duration.ofSeconds(5);
    private Duration pongWithin = Duration.ofSeconds(10);
    private Duration queryWithin = Duration.ofSeconds(30);
    private Duration firstBackoff = Duration.ofMillis(250);
    private Duration longestBackoff = Duration.ofSeconds(5);
    private Duration receiptInterval = Duration.ofMillis(200);

    ClientBuilder() {}

    /** Where the servers are; the next is tried when one does not answer. */
    public ClientBuilder endpoints(Endpoint... all) {
        endpoints = List.of(all);
        return this;
    }

    /** Where REST is, {@code http://host:port}. Default: where the first WebSocket endpoint is. */
    public ClientBuilder http(String baseUrl) {
        http = baseUrl;
        return this;
    }

    /** Whose certificates are believed. Default: the authorities that this Java trusts. */
    public ClientBuilder trust(Trust trusted) {
        trust = trusted;
        return this;
    }

    public ClientBuilder token(TokenProvider provider) {
        tokens = provider;
        return this;
    }

    /** The tenant. Default: the server's default one. */
    public ClientBuilder app(String app) {
        device = new Settings.Device(app, device.id(), device.platform(), device.appVersion());
        return this;
    }

    /** This device, stable over its life; a second connection of the same device replaces the first. */
    public ClientBuilder device(String id) {
        if (!Ids.isId(id)) {
            throw new IllegalArgumentException("a device id has 1 to 64 of A-Z a-z 0-9 . _ @ -");
        }
        device = new Settings.Device(device.app(), id, device.platform(), device.appVersion());
        return this;
    }

    /** What kind of device, and of which version; for the list of one's devices. Default: "java" and none. */
    public ClientBuilder platform(String platform, String appVersion) {
        device = new Settings.Device(device.app(), device.id(), platform, appVersion);
        return this;
    }

    /** Who applies what comes. Default: nobody; every message counts as applied. */
    public ClientBuilder onMessage(MessageHandler messages) {
        handler = messages;
        return this;
    }

    /** Where the cursors are kept. Default: in memory, so that a new client begins with the first message. */
    public ClientBuilder cursors(CursorStore store) {
        cursors = store;
        return this;
    }

    /** A conversation without a cursor begins with what comes after the first connection, not with its first message. */
    public ClientBuilder beginAtHead() {
        beginAtHead = true;
        return this;
    }

    /**
     * The bounds of what is sent and not answered for good; beyond them a send errors at once.
     *
     * @param messages default 1,024
     * @param bytes default 8 MiB
     */
    public ClientBuilder outbox(int messages, long bytes) {
        outboxMessages = messages;
        outboxBytes = bytes;
        return this;
    }

    /** Sends on the wire at the most, if the server does not take fewer. Default: 256. */
    public ClientBuilder sendsInFlight(int sends) {
        sendsInFlight = sends;
        return this;
    }

    /**
     * The bounds of what has come and is not applied; also the window that the server is told. Beyond them nothing is read.
     *
     * @param messages default 256
     * @param bytes default 1 MiB
     */
    public ClientBuilder inbox(int messages, int bytes) {
        inbox = new InboxBounds(messages, bytes);
        return this;
    }

    /** How long a connection, and its WELCOME, may take. Default: 5 s each. */
    public ClientBuilder connectWithin(Duration time) {
        connectWithin = positive(time);
        return this;
    }

    /** When a send without an answer is repeated. Default: 10 s. */
    public ClientBuilder answerWithin(Duration time) {
        answerWithin = positive(time);
        return this;
    }

    /** When a connection without a PONG counts as dead. Default: 10 s. */
    public ClientBuilder pongWithin(Duration time) {
        pongWithin = positive(time);
        return this;
    }

    /** When a query fails, a lost connection in between included. Default: 30 s. */
    public ClientBuilder queryWithin(Duration time) {
        queryWithin = positive(time);
        return this;
    }

    /** The ceiling of the first wait before connecting again, and of the longest. Default: 250 ms and 5 s. */
    public ClientBuilder backoff(Duration first, Duration longest) {
        firstBackoff = positive(first);
        longestBackoff = positive(longest);
        return this;
    }

    /** RECEIVED and READ are told at most this often. Default: 200 ms. */
    public ClientBuilder receiptInterval(Duration time) {
        receiptInterval = positive(time);
        return this;
    }

    /** The client, not connected yet. Reads the trusted certificates when an endpoint has TLS. */
    public HongyanClient build() {
        if (endpoints.isEmpty() || tokens == null || device.id().isEmpty()) {
            throw new IllegalStateException("a client needs endpoints, a token and a device");
        }
        NettyLoop loop = NettyLoop.next();
        Tokens kept = new Tokens(tokens, Clock.systemUTC());
        Feed feed = new Feed();
        Trust needed = endpoints.stream().anyMatch(Endpoint::tls) ? trust : null;
        NettyConnector connector = new NettyConnector(loop, connectWithin, needed);
        Lifecycle lifecycle = new Lifecycle(settings(tokens), loop, connector, kept, feed);
        Rest rest = Rest.at(restUrl(), trust, queryWithin).as(kept.current().map(Token::value));
        return new HongyanClient(lifecycle, feed, rest);
    }

    private Settings settings(TokenProvider provider) {
        return new Settings(
                new Settings.Place(endpoints, provider),
                device,
                new Settings.Application(handler, cursors, beginAtHead),
                new Settings.Bounds(new OutboxBounds(outboxMessages, outboxBytes, sendsInFlight, answerWithin), inbox),
                new Settings.Pace(
                        connectWithin, pongWithin, queryWithin, firstBackoff, longestBackoff, receiptInterval));
    }

    private String restUrl() {
        if (http != null) {
            return http;
        }
        return endpoints.stream()
                .filter(endpoint -> endpoint.carrier() == Endpoint.Carrier.WEB_SOCKET)
                .findFirst()
                .map(endpoint -> (endpoint.tls() ? "https://" : "http://") + endpoint.host() + ":" + endpoint.port())
                .orElse("");
    }

    private static Duration positive(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a time is longer than nothing");
        }
        return time;
    }
}
