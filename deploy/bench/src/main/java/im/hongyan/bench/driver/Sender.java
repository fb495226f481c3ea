package im.hongyan.bench.driver;

import im.hongyan.bench.plan.Pace;
import im.hongyan.bench.plan.Target;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * The sends of one user into one conversation, in their order. What the server refuses for now is sent again until the round
 * is forgotten. Confined to the event loop of its device.
 */
final class Sender {
    private final Round round;
    private final int index;
    private final Target target;
    private final Device device;
    private final Share share;
    private final Content content;
    private final BitSet accepted = new BitSet();
    private final Unanswered unanswered = new Unanswered();
    private int next;
    private boolean late;
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

    /** Sends what may leave now, and has the share call back for the rest. */
    void start() {
        switch (round.plan().pace()) {
            case Pace.Open open -> planNext(open);
            case Pace.Closed closed -> fill(closed);
        }
    }

    private void planNext(Pace.Open open) {
        long planned = round.plannedNanos(open, index, next);
        if (planned < round.endNanos()) {
            share.at(planned, () -> sendPlanned(open, planned));
        }
    }

    /** Nothing is planned while the connection or the server takes no more; the next send is late then. */
    private void sendPlanned(Pace.Open open, long planned) {
        late = unanswered.holdsBack() || unanswered.size() >= device.sendsInFlight() || !device.writable();
        if (!late) {
            begin(planned);
            planNext(open);
        }
    }

    private void fill(Pace.Closed closed) {
        int inFlight = Math.min(closed.inFlightEach(), device.sendsInFlight());
        while (!unanswered.holdsBack() && unanswered.size() < inFlight && round.now() < round.endNanos()) {
            begin(round.now());
        }
    }

    private void begin(long plannedNanos) {
        share.tally.sent++;
        measured += round.measures(plannedNanos) ? 1 : 0;
        write(new Mark(index, next++, plannedNanos), false);
    }

    private void write(Mark mark, boolean resend) {
        Send body = Send.newBuilder()
                .setConversation(target.conversation())
                .setClientMessageId(mark.clientMessageId(round.run()))
                .setContent(content)
                .setResend(resend)
                .build();
        unanswered.sent(device.ask(FrameType.SEND, body), mark);
    }

    void accepted(int requestId) {
        Mark mark = unanswered.end(requestId);
        if (mark == null) {
            return;
        }
        share.tally.accepted++;
        accepted.set(mark.number());
        if (round.measures(mark.plannedNanos())) {
            acceptedMeasured++;
            share.tally.answered(round.microsSince(mark.plannedNanos()));
        }
        goOn();
    }

    void refused(int requestId, Problem problem) {
        share.tally.refused(problem.getCode());
        if (problem.getRetryable()) {
            long least = TimeUnit.MILLISECONDS.toNanos(problem.getRetryAfterMillis());
            share.at(unanswered.refuse(requestId, round.now(), least), this::goOn);
        } else {
            unanswered.end(requestId);
        }
        goOn();
    }

    private void goOn() {
        for (Mark mark = unanswered.again(round.now()); mark != null; mark = unanswered.again(round.now())) {
            share.tally.resent++;
            write(mark, true);
        }
        switch (round.plan().pace()) {
            case Pace.Open open -> resume();
            case Pace.Closed closed -> fill(closed);
        }
    }

    /** The connection may take more now. */
    void resume() {
        if (late && round.plan().pace() instanceof Pace.Open open) {
            late = false;
            planNext(open);
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

    /** Messages that were sent and have no final answer. */
    int unanswered() {
        return unanswered.size();
    }

    long measured() {
        return measured;
    }

    long acceptedMeasured() {
        return acceptedMeasured;
    }
}
