package im.hongyan.gateway.outbox;

import im.hongyan.gateway.transport.FrameSource;
import im.hongyan.gateway.transport.Outgoing;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.Notice;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.Typing;
import im.hongyan.wire.frame.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client, in lanes: control first, then heads, receipts, the durable lane, notices, typing. Confined to the
 * connection's executor. Owns the frames in it until they are polled.
 *
 * <p>The durable lane is bounded by the device's window: a frame counts, in number and bytes, until the operating system
 * took it. Control is bounded by the requests that were read; heads, receipts, notices and typing by their keys, the latest wins.
 */
public final class Outbox implements FrameSource {
    /** What an outbox tells its owner. */
    public interface Listener {
        /** There is something to take. */
        void filled();

        /** Frames have been handed to the operating system, among them so many answers. */
        void flushed(int answers);

        /** The socket takes no more, or takes more again. */
        void writable(boolean now);
    }

    private static final int MAX_HEADS_A_FRAME = 100;
    private static final int MAX_PUSHED = 512;

    private final Listener listener;
    private final OutboxMeters meters;
    private final Lane control = new Lane();
    private final Lane durable = new Lane();
    private final Latest<Head> heads;
    private final Latest<Receipt> receipts;
    private final Latest<Notice> notices;
    private final Latest<Typing> typing;
    private Window window = Window.getDefaultInstance();
    private boolean open;
    private boolean released;
    private int heldFrames;
    private int heldBytes;
    private int polledFrames;
    private int polledBytes;
    private int polledAnswers;

    public Outbox(Listener listener, OutboxMeters meters) {
        this.listener = listener;
        this.meters = meters;
        this.heads = new Latest<>(meters);
        this.receipts = new Latest<>(meters);
        this.notices = new Latest<>(meters);
        this.typing = new Latest<>(meters);
    }

    /** From now on not only control frames leave, and so many are held. */
    public void open(Window granted) {
        window = granted;
        open = true;
    }

    /** A control frame that answers no request. */
    public void control(Frame frame) {
        add(frame, false);
    }

    /** A refusal that nobody waits for; shed when too many wait. */
    public void push(Frame frame) {
        if (control.size() < MAX_PUSHED) {
            add(frame, false);
        } else {
            meters.shed();
        }
    }

    /** The answer to a request; it is told when it has been flushed. */
    public void answer(Frame frame) {
        add(frame, true);
    }

    private void add(Frame frame, boolean answer) {
        if (!released) {
            control.add(new Queued(new Outgoing.Own(frame), answer, null));
            listener.filled();
        }
    }

    /**
     * A live hint. Takes over one reference of the frame.
     *
     * @return false when there is no room: the hint is dropped
     */
    public boolean offer(Outgoing frame) {
        if (released || !hasRoom(frame.bytes())) {
            frame.drop();
            meters.dropped();
            return false;
        }
        hold(new Queued(frame, false, null));
        return true;
    }

    /** A message that was read from the log instead of a hint; as {@link #offer}. */
    public boolean offerPulled(Outgoing frame) {
        if (released || !hasRoom(frame.bytes())) {
            return false;
        }
        meters.pulled();
        hold(new Queued(frame, false, null));
        return true;
    }

    /** A part of an answer to a query, which is never dropped; whoever asks for the parts waits for {@code whenTaken}. */
    public void part(Frame frame, Runnable whenTaken) {
        if (!released) {
            hold(new Queued(new Outgoing.Own(frame), false, whenTaken));
        }
    }

    private void hold(Queued queued) {
        int bytes = queued.frame().bytes();
        heldFrames++;
        heldBytes += bytes;
        meters.held(bytes);
        durable.add(queued);
        listener.filled();
    }

    /** A head that moved; told soon, the latest a conversation. */
    public void head(Head head) {
        heads.put(head.getConversation(), head);
        listener.filled();
    }

    /** The heads that are due, which then are not told otherwise; at most so many as one frame holds. */
    public List<Head> takeHeads() {
        return heads.take(MAX_HEADS_A_FRAME);
    }

    /** A receipt; the latest a conversation, user and kind. */
    public void receipt(Receipt receipt) {
        receipts.put(receipt.getKindValue() + "/" + receipt.getUser() + "/" + receipt.getConversation(), receipt);
        listener.filled();
    }

    /** A sign of typing; the latest a conversation and user. */
    public void typing(Typing sign) {
        typing.put(sign.getUser() + "/" + sign.getConversation(), sign);
        listener.filled();
    }

    /** A list that has changed; the highest version a list. */
    public void notice(Notice notice) {
        notices.merge(notice.getList(), notice, (one, other) -> one.getVersion() > other.getVersion() ? one : other);
        listener.filled();
    }

    /** Whether a frame of this size may be offered. A frame that is larger than the whole window goes alone. */
    public boolean hasRoom(int bytes) {
        return heldFrames < window.getFrames() && (heldBytes == 0 || heldBytes + bytes <= window.getBytes());
    }

    /** Whether at least half of the window is free: then it pays to fill it from the log. */
    public boolean isHalfEmpty() {
        return heldFrames <= window.getFrames() / 2 && heldBytes <= window.getBytes() / 2;
    }

    /** How many frames may be offered as far as their number goes. */
    public int freeFrames() {
        return Math.max(0, window.getFrames() - heldFrames);
    }

    /** What the device holds back, in bytes. */
    public int heldBytes() {
        return heldBytes;
    }

    @Override
    public @Nullable Outgoing poll() {
        Queued next = control.poll();
        if (next == null && open) {
            Outgoing latest = latest();
            if (latest != null) {
                return latest;
            }
            next = durable.poll();
            if (next == null) {
                return ephemeral();
            }
            polledFrames++;
            polledBytes += next.frame().bytes();
        }
        return next == null ? null : taken(next);
    }

    private @Nullable Outgoing latest() {
        if (!heads.isEmpty()) {
            return own(
                    FrameType.HEADS, Heads.newBuilder().addAllHeads(takeHeads()).build());
        }
        Receipt receipt = receipts.poll();
        return receipt == null ? null : own(FrameType.RECEIPT, receipt);
    }

    private @Nullable Outgoing ephemeral() {
        Notice notice = notices.poll();
        if (notice != null) {
            return own(FrameType.NOTICE, notice);
        }
        Typing sign = typing.poll();
        return sign == null ? null : own(FrameType.TYPING, sign);
    }

    private static Outgoing own(FrameType type, com.google.protobuf.MessageLite body) {
        return new Outgoing.Own(Frame.of(type, body));
    }

    private Outgoing taken(Queued queued) {
        if (queued.answer()) {
            polledAnswers++;
        }
        Runnable whenTaken = queued.whenTaken();
        if (whenTaken != null) {
            whenTaken.run();
        }
        return queued.frame();
    }

    @Override
    public Runnable seal() {
        int frames = polledFrames;
        int bytes = polledBytes;
        int answers = polledAnswers;
        polledFrames = 0;
        polledBytes = 0;
        polledAnswers = 0;
        return () -> flushed(frames, bytes, answers);
    }

    private void flushed(int frames, int bytes, int answers) {
        if (released) {
            return;
        }
        heldFrames -= frames;
        heldBytes -= bytes;
        meters.held(-bytes);
        listener.flushed(answers);
    }

    @Override
    public void writable(boolean now) {
        listener.writable(now);
    }

    /** Everything but control is dropped and stays so: the client gets it from the log, on its next connection. */
    public void shut() {
        open = false;
        int dropped = durable.drop();
        heldBytes -= dropped;
        meters.held(-dropped);
        heads.clear();
        receipts.clear();
        notices.clear();
        typing.clear();
    }

    /** The connection is gone: drops everything. May be called again. */
    public void release() {
        if (!released) {
            released = true;
            shut();
            control.drop();
            meters.held(-heldBytes);
        }
    }
}
