package im.hongyan.client;

import im.hongyan.client.cursor.CursorWriter;
import im.hongyan.client.history.Queries;
import im.hongyan.client.loop.Loop;
import im.hongyan.client.outbox.Outbox;
import im.hongyan.client.receipt.Marks;
import im.hongyan.client.session.Session;
import im.hongyan.client.timeline.TimelineListener;
import im.hongyan.client.timeline.Timelines;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Notice;
import im.hongyan.wire.frame.Pong;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.SyncPart;
import im.hongyan.wire.frame.Typing;
import im.hongyan.wire.frame.Welcome;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What the client does with frames, whichever connection they come by: sends to the outbox, messages to the timelines, parts
 * to whoever asked. Loop-confined, but for {@link Outbox#send} and {@link Queries#history}.
 */
final class Engine implements TimelineListener {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    final Outbox outbox;
    final Queries queries;
    final Timelines timelines;
    final Marks marks;

    private final CursorWriter cursors;
    private final Feed feed;
    private final PeerMarks peerMarks;
    private final Consumer<Throwable> failed;
    private @Nullable Session session;
    private String self = "";

    /** @param failed told when the client cannot go on */
    Engine(Settings settings, Loop loop, Feed feed, Consumer<Throwable> failed) {
        this.feed = feed;
        this.failed = failed;
        this.peerMarks = new PeerMarks(receipt -> feed.emit(new ClientEvent.ReceiptMoved(receipt)));
        this.marks = new Marks(loop, settings.pace().receiptInterval());
        this.outbox = new Outbox(settings.bounds().outbox(), loop);
        this.queries = new Queries(loop, settings.pace().queryWithin());
        this.cursors = new CursorWriter(settings.application().cursors(), loop, marks::received);
        this.timelines = new Timelines(
                loop,
                settings.bounds().inbox(),
                settings.application().beginAtHead(),
                settings.application().handler()::apply,
                this);
    }

    void load(Map<String, Long> kept) {
        timelines.load(kept);
    }

    void connected(Session session, Welcome welcome) {
        this.session = session;
        self = welcome.getUser();
        timelines.connected(session, welcome.getLimits().getSyncCursors());
        marks.connected(session);
        queries.connected(session);
        outbox.connected(session, welcome.getLimits().getSendsInFlight(), this::conversationOf);
    }

    void disconnected() {
        session = null;
        outbox.disconnected();
        queries.disconnected();
        timelines.disconnected();
        marks.disconnected();
    }

    void received(Frame frame) {
        int requestId = frame.requestId();
        switch (frame.type()) {
            case ACCEPTED -> outbox.accepted(requestId, (Accepted) frame.body());
            case DELIVER -> timelines.delivered(((Deliver) frame.body()).getMessage());
            case SYNC_PART -> timelines.part(requestId, (SyncPart) frame.body());
            case HISTORY_PART -> queries.part(requestId, (HistoryPart) frame.body());
            case HEADS -> timelines.heads((Heads) frame.body());
            case PONG -> timelines.heads(((Pong) frame.body()).getHeadsList());
            case RECEIPT -> peerMarks.receipt((Receipt) frame.body());
            case NOTICE -> feed.emit(new ClientEvent.ListChanged((Notice) frame.body()));
            case TYPING -> feed.emit(new ClientEvent.TypingChanged((Typing) frame.body()));
            case ERROR -> refused(requestId, (Problem) frame.body());
            default -> log.debug("nobody waits for {}", frame.type());
        }
    }

    /** Whether another frame may be read: what it brings has room, or the answer that is awaited may be behind it. */
    boolean mayRead() {
        return !timelines.isFull() || outbox.awaitsAnswers() || queries.awaitsAnswers();
    }

    void tick() {
        outbox.tick();
        timelines.tick();
    }

    /** Lets the application finish, keeps its cursors and tells the last receipts; then everything else ends unanswered. */
    Mono<Void> close(Loop loop) {
        return timelines
                .close()
                .then(Mono.defer(cursors::close))
                .timeout(CLOSE_WITHIN)
                .onErrorResume(failure -> {
                    log.warn("the last cursors may not have been kept: {}", failure.toString());
                    return Mono.empty();
                })
                .then(Mono.create(sink -> loop.execute(() -> {
                    marks.flush();
                    outbox.close("the client was closed");
                    queries.close("the client was closed");
                    sink.success();
                })));
    }

    private String conversationOf(Send send) {
        return send.hasPeer() ? Ids.direct(self, send.getPeer()) : send.getConversation();
    }

    private void refused(int requestId, Problem problem) {
        if (!outbox.refused(requestId, problem)
                && !timelines.refused(requestId, problem)
                && !queries.refused(requestId, problem)) {
            log.debug("refused: {} {}", problem.getCode(), problem.getMessage());
        }
    }

    @Override
    public void applied(String conversation, long sequence) {
        cursors.applied(conversation, sequence);
    }

    @Override
    public void recovered(int conversations) {
        feed.emit(new ClientEvent.Recovered(conversations));
    }

    @Override
    public void cursorAhead(String conversation, long cursor, long head) {
        log.warn("the server's log of {} ends at {}, below this device's cursor {}", conversation, head, cursor);
        feed.emit(new ClientEvent.CursorAhead(conversation, cursor, head));
    }

    @Override
    public void marks(Head head) {
        peerMarks.head(self, head);
    }

    @Override
    public void refused(String conversation, Problem problem) {
        feed.emit(new ClientEvent.ConversationRefused(conversation, problem));
    }

    @Override
    public void applyFailed(Throwable failure) {
        failed.accept(failure);
    }

    @Override
    public void roomChanged() {
        Session reading = session;
        if (reading != null) {
            reading.readOn();
        }
    }
}
