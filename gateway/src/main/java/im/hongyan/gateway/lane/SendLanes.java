package im.hongyan.gateway.lane;

import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Send;
import org.jspecify.annotations.Nullable;

/**
 * The sends of one connection, spread over a few lanes by their conversation: two sends into one conversation keep their
 * order, those into others do not wait for them. Confined to the executor; a lane is made when it is first used.
 */
public final class SendLanes {
    private static final int LANES = 4;

    private final Asker asker;
    private final CoreDoor core;
    private final @Nullable SendLane[] lanes = new SendLane[LANES];
    private int heldBytes;

    public SendLanes(Asker asker, CoreDoor core) {
        this.asker = asker;
        this.core = core;
    }

    /** Takes a send; exactly one answer follows. */
    public void send(int requestId, Send send) {
        int bytes = send.getSerializedSize();
        if (!core.admit(bytes)) {
            asker.answer(SendLane.refusal(requestId, send, core.busy()));
            return;
        }
        int at = Math.floorMod(conversation(send).hashCode(), LANES);
        SendLane lane = lanes[at];
        if (lane == null) {
            lane = new SendLane(asker, core, this);
            lanes[at] = lane;
        }
        heldBytes += bytes;
        lane.add(requestId, send);
    }

    /** A peer and the conversation with that peer are the same, so they must meet in one lane. */
    private String conversation(Send send) {
        return send.hasPeer() ? Ids.direct(asker.principal().getUser(), send.getPeer()) : send.getConversation();
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
