package im.hongyan.gateway.session;

import im.hongyan.gateway.lane.Asker;
import im.hongyan.gateway.lane.CoreDoor;
import im.hongyan.gateway.lane.Queries;
import im.hongyan.gateway.lane.ReceiptMarks;
import im.hongyan.gateway.lane.SendLanes;
import im.hongyan.gateway.lane.TypingSignals;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.Read;
import im.hongyan.wire.frame.ReceiptKind;
import im.hongyan.wire.frame.Received;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.Typing;
import org.jspecify.annotations.Nullable;

/** The lanes of one session, each made when it is first used. Confined to the executor. */
final class Lanes {
    private final Asker asker;
    private final CoreDoor core;
    private @Nullable SendLanes sends;
    private @Nullable Queries queries;
    private @Nullable ReceiptMarks receipts;
    private @Nullable TypingSignals typing;

    Lanes(Asker asker, CoreDoor core) {
        this.asker = asker;
        this.core = core;
    }

    /** Puts a frame into its lane by its body. */
    void take(Frame frame) {
        int requestId = frame.requestId();
        switch (frame.body()) {
            case Send send -> sends().send(requestId, send);
            case Sync sync -> queries().sync(requestId, sync);
            case History history -> queries().history(requestId, history);
            case Received mark ->
                receipts().mark(requestId, mark.getConversation(), ReceiptKind.DELIVERED, mark.getUpTo());
            case Read mark -> receipts().mark(requestId, mark.getConversation(), ReceiptKind.SEEN, mark.getUpTo());
            case Typing sign -> typing().sign(sign);
            default -> throw new IllegalArgumentException("no lane for " + frame.type());
        }
    }

    private SendLanes sends() {
        SendLanes made = sends;
        if (made == null) {
            made = new SendLanes(asker, core);
            sends = made;
        }
        return made;
    }

    private Queries queries() {
        Queries made = queries;
        if (made == null) {
            made = new Queries(asker, core);
            queries = made;
        }
        return made;
    }

    private ReceiptMarks receipts() {
        ReceiptMarks made = receipts;
        if (made == null) {
            made = new ReceiptMarks(asker, core);
            receipts = made;
        }
        return made;
    }

    private TypingSignals typing() {
        TypingSignals made = typing;
        if (made == null) {
            made = new TypingSignals(asker, core);
            typing = made;
        }
        return made;
    }

    /** Bytes of sends that have no answer yet. */
    int heldBytes() {
        return sends == null ? 0 : sends.heldBytes();
    }

    /** The client has left: queries stop, what it sent and marked goes on. */
    void close() {
        if (queries != null) {
            queries.close();
        }
        if (receipts != null) {
            receipts.close();
        }
    }
}
