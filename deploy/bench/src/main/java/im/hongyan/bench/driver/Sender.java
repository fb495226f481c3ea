package im.hongyan.bench.driver;

import im.hongyan.bench.plan.Pace;
import im.hongyan.bench.plan.Target;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Send;
import java.util.BitSet;

/** The sends of one user into one conversation. Confined to the event loop of its device. */
final class Sender {
    private final Round round;
    private final int index;
    private final Target target;
    private final Device device;
    private final Share share;
    private final Content content;
    private final BitSet accepted = new BitSet();
    private int next;
    private int unanswered;
    private boolean waiting;
    private long measured;
    private long acceptedMeasured;

    Sender(Round round, int index, Device device, Share share, Content content) {
        this.round = round;
        this.index = index;
        this.target = round.plan().targets().get(index);
        this.device = device;
        this.share = share;
        this.content = content;
    }

    void start() {
        switch (round.plan().pace()) {
            case Pace.Open open -> share.queue(this);
            case Pace.Closed closed -> {
                int inFlight = Math.min(closed.inFlightEach(), device.sendsInFlight());
                for (int i = 0; i < inFlight; i++) {
                    send(round.now());
                }
            }
        }
    }

    /** When the next send is due; only in an open loop. */
    long dueNanos() {
        return switch (round.plan().pace()) {
            case Pace.Open open -> round.plannedNanos(open, index, next);
            case Pace.Closed closed -> throw new IllegalStateException("a closed loop plans nothing");
        };
    }

    /** Sends what is due; stays out of the queue while the connection takes no more, and is late then. */
    void sendDue() {
        if (dueNanos() >= round.endNanos()) {
            return;
        }
        if (unanswered >= device.sendsInFlight() || !device.writable()) {
            waiting = true;
            return;
        }
        send(dueNanos());
        share.queue(this);
    }

    private void send(long plannedNanos) {
        Mark mark = new Mark(index, next++, plannedNanos);
        unanswered++;
        share.tally.sent++;
        measured += round.measures(plannedNanos) ? 1 : 0;
        Send body = Send.newBuilder()
                .setConversation(target.conversation())
                .setClientMessageId(mark.clientMessageId(round.run()))
                .setContent(content)
                .build();
        device.write(FrameType.SEND, mark.number() + 1, body);
    }

    void accepted(Mark mark) {
        share.tally.accepted++;
        accepted.set(mark.number());
        if (round.measures(mark.plannedNanos())) {
            acceptedMeasured++;
            share.tally.answered(round.microsSince(mark.plannedNanos()));
        }
        answered();
    }

    void refused(String code) {
        share.tally.refused(code);
        answered();
    }

    private void answered() {
        unanswered--;
        if (round.plan().pace() instanceof Pace.Closed && round.now() < round.endNanos()) {
            send(round.now());
        }
        resume();
    }

    /** The connection may take more now. */
    void resume() {
        if (waiting) {
            waiting = false;
            share.queue(this);
        }
    }

    int index() {
        return index;
    }

    Target target() {
        return target;
    }

    BitSet accepted() {
        return accepted;
    }

    int unanswered() {
        return unanswered;
    }

    long measured() {
        return measured;
    }

    long acceptedMeasured() {
        return acceptedMeasured;
    }
}
