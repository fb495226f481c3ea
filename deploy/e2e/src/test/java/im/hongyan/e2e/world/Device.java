package im.hongyan.e2e.world;

import im.hongyan.bench.driver.DevelopmentToken;
import im.hongyan.client.ClientBuilder;
import im.hongyan.client.ClientEvent;
import im.hongyan.client.HongyanClient;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.Target;
import im.hongyan.client.cursor.CursorStore;
import im.hongyan.client.error.OverflowException;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.history.HistoryPage;
import im.hongyan.client.history.HistoryRange;
import im.hongyan.client.login.TokenProvider;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.e2e.checker.Event;
import im.hongyan.e2e.checker.Event.Mark;
import im.hongyan.e2e.checker.History;
import im.hongyan.e2e.checker.Pull;
import im.hongyan.e2e.checker.StoredMessage;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.ReceiptKind;
import im.hongyan.wire.frame.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A device of a user: the client SDK, with everything that it does and sees written into a history. Safe for concurrent use. */
public final class Device implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 200;

    private final History history;
    private final Map<String, Long> cursors;
    private final Supplier<ClientBuilder> settings;
    private final HongyanClient client;
    private final Disposable listening;
    private final AtomicInteger recoveries = new AtomicInteger();
    /** What an application that applies slowly waits for. */
    private volatile Sinks.Empty<Void> gate = Sinks.empty();

    private Device(History history, Map<String, Long> cursors, Supplier<ClientBuilder> settings) {
        this.history = history;
        this.cursors = cursors;
        this.settings = settings;
        resume();
        client = settings.get()
                .device(history.device())
                .token(TokenProvider.fixed(token(history.user())))
                .onMessage(message -> gate.asMono().then(Mono.fromRunnable(() -> applied(message))))
                .cursors(new NotedCursors())
                .build();
        listening = client.events().subscribe(event -> {
            if (event instanceof ClientEvent.ReceiptMoved moved) {
                told(moved.receipt());
            } else if (event instanceof ClientEvent.Recovered) {
                recoveries.incrementAndGet();
            }
        });
    }

    /**
     * A device that is not connected yet and has nothing.
     *
     * @param endpoints tried in turns
     */
    public static Device of(Site site, String user, String device, List<Endpoint> endpoints) {
        return of(site, user, device, endpoints, builder -> builder);
    }

    /** As {@link #of(Site, String, String, List)}, with other settings of the client. */
    public static Device of(
            Site site, String user, String device, List<Endpoint> endpoints, UnaryOperator<ClientBuilder> settings) {
        return new Device(
                new History(user, device),
                new ConcurrentHashMap<>(),
                () -> settings.apply(HongyanClient.builder()
                        .endpoints(endpoints.toArray(Endpoint[]::new))
                        .http(site.http())));
    }

    /** The same device, its history and its cursors, after a restart of the application; this one is closed before. */
    public Device restarted() {
        close();
        return new Device(history, cursors, settings);
    }

    /** As {@link #restarted()}, and it comes by other ways. */
    public Device restarted(List<Endpoint> endpoints) {
        close();
        Endpoint[] ways = endpoints.toArray(Endpoint[]::new);
        return new Device(history, cursors, () -> settings.get().endpoints(ways));
    }

    static String token(String user) {
        return DevelopmentToken.of(Ids.DEFAULT_TENANT, user, Instant.now(), Duration.ofHours(2));
    }

    /** Connects and waits until it is welcome. */
    public Device connect() {
        client.connect().block(PATIENCE);
        return this;
    }

    /** Waits until it has applied everything that was there when it connected. */
    public void awaitRecovered() {
        if (!Waiting.until(PATIENCE, () -> recoveries.get() > 0)) {
            throw new AssertionError(user() + " has not caught up within " + PATIENCE);
        }
    }

    /** Applies nothing from now on: the application is busy. */
    public void pause() {
        gate = Sinks.empty();
    }

    /** Applies again. */
    public void resume() {
        gate.tryEmitEmpty();
    }

    public History history() {
        return history;
    }

    public HongyanClient client() {
        return client;
    }

    public String user() {
        return history.user();
    }

    /** The last sequence that this device has passed. */
    public long cursor(String conversation) {
        return cursors.getOrDefault(conversation, 0L);
    }

    // ---- sending

    /** Sends a text under this id when subscribed to; completes with the answer, or empty when there is none or a refusal. */
    public Mono<Accepted> send(String conversation, String clientMessageId, String text, boolean resend) {
        Content content =
                Content.newBuilder().setText(Text.newBuilder().setText(text)).build();
        String peer = Ids.peerOf(conversation, user());
        Target target = peer == null ? Target.conversation(conversation) : Target.peer(peer);
        OutgoingMessage message = new OutgoingMessage(target, content, clientMessageId, resend);
        return Mono.defer(() -> {
            long repeatsBefore = client.statistics().repeatedSends();
            sent(conversation, clientMessageId);
            return client.send(message)
                    .doOnNext(answer -> {
                        if (client.statistics().repeatedSends() > repeatsBefore) {
                            // It may have been this one that the client repeated.
                            sent(conversation, clientMessageId);
                        }
                        accepted(answer);
                    })
                    .onErrorResume(failure -> {
                        refused(conversation, clientMessageId, failure);
                        return Mono.empty();
                    });
        });
    }

    /** Sends a text with a fresh id and waits for the answer. */
    public Accepted send(String conversation, String text) {
        Accepted answer =
                send(conversation, Ids.newClientMessageId(), text, false).block(PATIENCE);
        if (answer == null) {
            throw new AssertionError("a send of " + user() + " got no positive answer");
        }
        return answer;
    }

    public void read(String conversation, long upTo) {
        history.add(new Event.Said(System.nanoTime(), conversation, Mark.READ, upTo));
        client.markRead(conversation, upTo);
    }

    /** Everything of a conversation, page by page from its first number. */
    public Pull pull(String conversation) {
        List<StoredMessage> messages = new ArrayList<>();
        long after = 0;
        HistoryPage page;
        do {
            page = client.history(Target.conversation(conversation), HistoryRange.after(after, PAGE))
                    .block(PATIENCE);
            if (page == null) {
                throw new AssertionError(user() + " got no page of " + conversation);
            }
            page.messages().forEach(message -> messages.add(stored(message)));
            after = page.through();
        } while (page.more());
        return new Pull(user(), history.device(), conversation, messages);
    }

    /** Goes without a word, as when its battery is empty; its history ends here. */
    public void leave() {
        history.leave();
        close();
    }

    @Override
    public void close() {
        client.close().block(PATIENCE);
        listening.dispose();
    }

    // ---- what goes into the history

    private void sent(String conversation, String clientMessageId) {
        int connection = Math.toIntExact(client.statistics().connections());
        history.add(new Event.Sent(System.nanoTime(), conversation, clientMessageId, connection));
    }

    private void accepted(Accepted answer) {
        history.add(new Event.Accepted(
                System.nanoTime(),
                answer.getConversation(),
                answer.getClientMessageId(),
                answer.getSequence(),
                answer.getMessageId(),
                answer.getDuplicate()));
    }

    private void refused(String conversation, String clientMessageId, Throwable failure) {
        switch (failure) {
            case RefusedException refused ->
                refused(conversation, clientMessageId, refused.code().name());
            case OverflowException overflow -> refused(conversation, clientMessageId, "OVERFLOW");
            // Unknown: the client was closed, or gave up. That there is no answer says it.
            default -> {}
        }
    }

    private void refused(String conversation, String clientMessageId, String code) {
        history.add(new Event.Refused(System.nanoTime(), conversation, clientMessageId, code, true));
    }

    private void applied(Message message) {
        history.add(new Event.Applied(
                System.nanoTime(),
                message.getConversation(),
                message.getSequence(),
                message.getSender(),
                message.getClientMessageId(),
                message.getMessageId()));
    }

    private void told(Receipt receipt) {
        Mark mark = receipt.getKind() == ReceiptKind.SEEN ? Mark.READ : Mark.RECEIVED;
        history.add(new Event.Told(
                System.nanoTime(), receipt.getConversation(), receipt.getUser(), mark, receipt.getUpTo()));
    }

    static StoredMessage stored(Message message) {
        return new StoredMessage(
                message.getConversation(),
                message.getSequence(),
                message.getSender(),
                message.getClientMessageId(),
                message.getMessageId());
    }

    /** The client says RECEIVED of what it has kept here, so what is kept is what is said. */
    private final class NotedCursors implements CursorStore {
        @Override
        public Mono<Map<String, Long>> load() {
            return Mono.fromSupplier(() -> Map.copyOf(cursors));
        }

        @Override
        public Mono<Void> save(Map<String, Long> changed) {
            return Mono.fromRunnable(() -> changed.forEach((conversation, through) -> {
                Long before = cursors.put(conversation, through);
                long now = System.nanoTime();
                history.add(new Event.Passed(now, conversation, before == null ? 0 : before, through));
                history.add(new Event.Said(now, conversation, Mark.RECEIVED, through));
            }));
        }
    }
}
