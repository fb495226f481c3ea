package im.hongyan.e2e.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The broker's queue and its one consumer, which stores, relays and acks in steps that a crash can fall between. */
final class SimulatedWriter {
    private static final int BATCH = 8;

    private enum Step {
        CONSUME,
        COMMIT,
        RELAY,
        ACK
    }

    private final Bug bug;
    private final SimulatedStore store;
    private final Consumer<Envelope> relay;
    private final Deque<Envelope> queue = new ArrayDeque<>();
    private final List<Envelope> unacked = new ArrayList<>();
    private final Set<String> cancelled = new TreeSet<>();
    private List<Envelope> batch = List.of();
    private List<Envelope> committed = List.of();
    private Step next = Step.CONSUME;

    SimulatedWriter(Bug bug, SimulatedStore store, Consumer<Envelope> relay) {
        this.bug = bug;
        this.store = store;
        this.relay = relay;
    }

    void enqueue(Envelope envelope) {
        queue.add(envelope);
    }

    void tick(long now) {
        switch (next) {
            case CONSUME -> consume();
            case COMMIT -> commit(now);
            case RELAY -> {
                if (bug != Bug.PUSH_BEFORE_COMMIT) {
                    committed.forEach(relay);
                }
                next = Step.ACK;
            }
            case ACK -> {
                unacked.clear();
                next = Step.CONSUME;
            }
        }
    }

    private void consume() {
        batch = new ArrayList<>();
        while (batch.size() < BATCH && !queue.isEmpty()) {
            batch.add(queue.poll());
        }
        if (batch.isEmpty()) {
            return;
        }
        if (bug != Bug.BROKER_ACK_BEFORE_COMMIT) {
            unacked.addAll(batch);
        }
        if (bug == Bug.PUSH_BEFORE_COMMIT) {
            batch.forEach(relay);
        }
        cancelled.clear();
        next = Step.COMMIT;
    }

    private void commit(long now) {
        boolean cancel = bug == Bug.CANCEL_REACHES_COMMIT
                && batch.stream().anyMatch(envelope -> cancelled.contains(envelope.sender()));
        committed = cancel
                ? List.of()
                : batch.stream()
                        .map(envelope -> store.store(envelope, now))
                        .filter(Objects::nonNull)
                        .toList();
        next = Step.RELAY;
    }

    /** A client that waits for a message of the batch in hand went away. */
    void cancel(String sender) {
        cancelled.add(sender);
    }

    void crash() {
        for (Envelope envelope : unacked.reversed()) {
            queue.addFirst(envelope);
        }
        unacked.clear();
        batch = List.of();
        committed = List.of();
        next = Step.CONSUME;
    }

    boolean idle() {
        return queue.isEmpty() && next == Step.CONSUME;
    }
}
