package im.hongyan.client.timeline;

import im.hongyan.client.loop.Loop;
import im.hongyan.client.outbox.Wire;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.SyncPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * All conversations of this device: puts what comes into order, asks for what is missing, and hands it to the application.
 * A message that does not fit into the inbox is dropped and pulled later: the log is the buffer. Loop-confined.
 */
public final class Timelines {
    private final TimelineListener listener;
    private final boolean beginAtHead;
    private final Inbox inbox;
    private final Puller puller;
    private final Applier applier;
    private final Recovery recovery;
    private final Map<String, Timeline> timelines = new HashMap<>();
    private boolean connectedBefore;
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /**
     * Without any conversation yet.
     *
     * @param beginAtHead whether a conversation without a cursor begins with what comes after the first connection, instead of
     *     with its first message
     */
    public Timelines(
            Loop loop,
            InboxBounds bounds,
            boolean beginAtHead,
            Function<Message, Publisher<Void>> handler,
            TimelineListener listener) {
        this.listener = listener;
        this.beginAtHead = beginAtHead;
        this.inbox = new Inbox(bounds);
        this.puller = new Puller(loop, inbox, this::pullRefused);
        this.applier = new Applier(loop, inbox, handler, this::applied, listener::applyFailed);
        this.recovery = new Recovery(listener::recovered);
    }

    /** The cursors that the device kept; before the first connection. */
    public void load(Map<String, Long> cursors) {
        cursors.forEach((conversation, cursor) -> timelines.put(conversation, new Timeline(conversation, cursor)));
    }

    /** A connection is there; its heads will come. */
    public void connected(Wire wire, int serverCursorLimit) {
        timelines.values().forEach(timeline -> timeline.atConnect = timeline.taken);
        recovery.begin();
        puller.connected(wire, serverCursorLimit);
    }

    public void disconnected() {
        puller.disconnected();
        connectedBefore = true;
    }

    /** The application gets nothing any more; completes when it is done with what it was given last. */
    public Mono<Void> close() {
        puller.disconnected();
        return applier.stop();
    }

    /** A pushed message. */
    public void delivered(Message message) {
        Timeline timeline = timeline(message.getConversation());
        long sequence = message.getSequence();
        timeline.head = Math.max(timeline.head, sequence);
        if (sequence <= timeline.taken) {
            duplicates.incrementAndGet();
            return;
        }
        if (sequence == timeline.taken + 1 && inbox.hasRoom(message)) {
            take(timeline, message);
            takeEarly(timeline);
        } else if (sequence > timeline.taken + 1 && inbox.hasRoomEarly(message)) {
            if (timeline.holdEarly(message)) {
                inbox.holdEarly(message);
            }
        } else {
            dropped.incrementAndGet();
        }
        proceed(timeline);
    }

    /** Heads of conversations: the answer to HELLO, or whenever something may have been missed. */
    public void heads(Heads heads) {
        boolean beginning = recovery.isBeginning();
        heads.getHeadsList().forEach(head -> head(head, beginning));
        if (beginning && heads.getLast()) {
            recovery.headsKnown(timelines.values());
        }
        puller.pull();
    }

    /** Heads that came along with something else. */
    public void heads(List<Head> heads) {
        if (!heads.isEmpty()) {
            heads.forEach(head -> head(head, false));
            puller.pull();
        }
    }

    /** A part of the answer to a SYNC. */
    public void part(int requestId, SyncPart part) {
        Timeline timeline = timeline(part.getConversation());
        timeline.head = Math.max(timeline.head, part.getHead());
        long before = timeline.taken;
        if (part.getAfter() <= timeline.taken) {
            takePart(timeline, part);
        }
        puller.answered(requestId, timeline, part, timeline.taken > before);
        proceed(timeline);
    }

    /** The answer to a SYNC, if that request was one. */
    public boolean refused(int requestId, Problem problem) {
        return puller.refused(requestId, problem);
    }

    /** To be called about once a second. */
    public void tick() {
        puller.tick();
    }

    /** Whether what comes could not be held. */
    public boolean isFull() {
        return inbox.isFull();
    }

    /** Messages that the application has not applied, those that came early included. */
    public int unappliedMessages() {
        return inbox.messages();
    }

    public long unappliedBytes() {
        return inbox.bytes();
    }

    /** Messages that came again. */
    public long duplicates() {
        return duplicates.get();
    }

    /** Messages that were dropped for want of room, and pulled later. */
    public long dropped() {
        return dropped.get();
    }

    private void head(Head head, boolean beginning) {
        boolean unknown = !timelines.containsKey(head.getConversation());
        Timeline timeline = timeline(head.getConversation());
        if (unknown && beginning && beginAtHead && !connectedBefore) {
            timeline.applied = head.getSequence();
            timeline.taken = head.getSequence();
        } else if (beginning && head.getSequence() < timeline.atConnect) {
            listener.cursorAhead(timeline.conversation, timeline.atConnect, head.getSequence());
        }
        timeline.head = Math.max(timeline.head, head.getSequence());
        listener.marks(head);
        if (timeline.isBehind()) {
            puller.want(timeline);
        }
    }

    private Timeline timeline(String conversation) {
        return timelines.computeIfAbsent(conversation, key -> new Timeline(key, 0));
    }

    private void takePart(Timeline timeline, SyncPart part) {
        for (Message message : part.getMessagesList()) {
            if (message.getSequence() > timeline.taken) {
                if (!inbox.hasRoom(message)) {
                    dropped.incrementAndGet();
                    return;
                }
                take(timeline, message);
            }
        }
        if (part.getThrough() > timeline.taken) {
            timeline.taken = part.getThrough();
            inbox.add(new Inbox.Step(timeline, null, part.getThrough()));
        }
        takeEarly(timeline);
    }

    private void take(Timeline timeline, Message message) {
        timeline.taken = message.getSequence();
        inbox.add(new Inbox.Step(timeline, message, message.getSequence()));
    }

    private void takeEarly(Timeline timeline) {
        for (Message passed = timeline.passedEarly(); passed != null; passed = timeline.passedEarly()) {
            inbox.dropEarly(passed);
        }
        for (Message next = timeline.nextEarly(); next != null; next = timeline.nextEarly()) {
            inbox.dropEarly(next);
            take(timeline, next);
        }
    }

    private void proceed(Timeline timeline) {
        if (timeline.isBehind()) {
            puller.want(timeline);
        }
        applier.run();
        puller.pull();
        listener.roomChanged();
    }

    private void applied(Inbox.Step step) {
        Timeline timeline = step.timeline();
        timeline.applied = step.through();
        listener.applied(timeline.conversation, step.through());
        recovery.applied(timeline);
        puller.pull();
        listener.roomChanged();
    }

    private void pullRefused(Timeline timeline, Problem problem) {
        recovery.giveUp(timeline);
        timeline.head = timeline.taken;
        listener.refused(timeline.conversation, problem);
    }
}
