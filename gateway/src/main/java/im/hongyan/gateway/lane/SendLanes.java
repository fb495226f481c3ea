package im.hongyan.gateway.lane;

import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import org.jspecify.annotations.Nullable;

/**
 * The sends of one connection, spread over a few lanes by their conversation: two sends into one conversation keep their
 * order, also when one of them has to be repeated; those into others do not wait for them. Confined to the executor; a lane is
 * made when it is first used.
 */
public final class SendLanes {
    private static final int LANES = 4;

    private final Asker asker;
    private final CoreDoor core;
    private final @Nullable SendLane[] lanes = new SendLane[LANES];
    private final Interrupted interrupted = new Interrupted();
    private int heldBytes;

    /** One send that has no answer yet. */
    record Request(int id, String conversation, Send send, int bytes) {
        /** The answer when it is refused; names the message. */
        Frame refusal(Problem problem) {
            return Problems.frame(
                    id,
                    problem.toBuilder()
                            .setClientMessageId(send.getClientMessageId())
                            .build());
        }
    }

    public SendLanes(Asker asker, CoreDoor core) {
        this.asker = asker;
        this.core = core;
    }

    /** Takes a send; exactly one answer follows. */
    public void send(int requestId, Send send) {
        Request request = new Request(requestId, conversation(send), send, send.getSerializedSize());
        if (!passes(request)) {
            return;
        }
        if (!core.admit(request.bytes())) {
            interrupt(request);
            asker.answer(request.refusal(core.busy()));
            return;
        }
        int at = Math.floorMod(request.conversation().hashCode(), LANES);
        SendLane lane = lanes[at];
        if (lane == null) {
            lane = new SendLane(asker, core, this);
            lanes[at] = lane;
        }
        heldBytes += request.bytes();
        lane.add(request);
    }

    /** A peer and the conversation with that peer are the same, so they must meet in one lane. */
    private String conversation(Send send) {
        return send.hasPeer() ? Ids.direct(asker.principal().getUser(), send.getPeer()) : send.getConversation();
    }

    /** The client is asked to repeat this one: those behind it wait for that. */
    void interrupt(Request request) {
        interrupted.begin(request.conversation(), request.send(), asker.nanoTime());
    }

    /** Whether this one may go on; else it is refused. */
    boolean passes(Request request) {
        boolean passes = interrupted.passes(request.conversation(), request.send(), asker.nanoTime());
        if (!passes) {
            asker.answer(request.refusal(Problems.retryAfter(
                    ErrorCode.BUSY,
                    "an earlier send into this conversation has to come again first",
                    CallFailures.retryMillis())));
        }
        return passes;
    }

    /** Bytes of sends that have no answer yet. */
    public int heldBytes() {
        return heldBytes;
    }

    void sent(int bytes) {
        heldBytes -= bytes;
        core.answered(bytes);
    }
}
