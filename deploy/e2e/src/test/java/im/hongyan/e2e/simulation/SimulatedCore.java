package im.hongyan.e2e.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** The sequencer with its Redis, and the publisher with its confirms. */
final class SimulatedCore {
    private static final long JUMP = 1_000;
    private static final long PUBLISH_AGE_TICKS = 30;

    /** A send as it arrived, and where its answer goes. */
    record Request(
            String conversation, String sender, String clientMessageId, boolean resend, Consumer<Answer> reply) {}

    record Answer(long sequence, String messageId, boolean duplicate) {}

    private static final class Entry {
        private Envelope envelope;
        private final long takenAt;
        private boolean confirmed;

        Entry(Envelope envelope, long takenAt) {
            this.envelope = envelope;
            this.takenAt = takenAt;
        }
    }

    private record Flight(
            Envelope envelope, Entry entry, long startedAt, long dueAt, Consumer<Answer> reply, boolean duplicate) {}

    private final Bug bug;
    private final Random random;
    private final SimulatedStore store;
    private final Consumer<Envelope> broker;
    private final Map<String, Long> counters = new HashMap<>();
    private final Map<String, Entry> entries = new HashMap<>();
    private List<Flight> publishing = new ArrayList<>();
    private List<Flight> confirming = new ArrayList<>();
    private long names;

    SimulatedCore(Bug bug, Random random, SimulatedStore store, Consumer<Envelope> broker) {
        this.bug = bug;
        this.random = random;
        this.store = store;
        this.broker = broker;
    }

    void submit(Request request, long now, boolean late) {
        String key = bug == Bug.DEDUP_WITHOUT_SENDER
                ? request.conversation() + ' ' + request.clientMessageId()
                : request.conversation() + ' ' + request.sender() + ' ' + request.clientMessageId();
        Entry entry = entries.get(key);
        Envelope stored = entry == null && request.resend() ? store.find(key) : null;
        if (stored != null) {
            request.reply().accept(new Answer(stored.sequence(), stored.messageId(), true));
            return;
        }
        boolean duplicate = entry != null;
        if (entry == null) {
            entry = new Entry(
                    new Envelope(
                            request.conversation(),
                            next(request.conversation()),
                            request.sender(),
                            request.clientMessageId(),
                            "m" + ++names),
                    now);
            entries.put(key, entry);
        } else if (entry.confirmed) {
            request.reply().accept(new Answer(entry.envelope.sequence(), entry.envelope.messageId(), true));
            return;
        } else if (now - entry.takenAt > PUBLISH_AGE_TICKS) {
            Envelope found = store.find(key);
            if (found != null) {
                request.reply().accept(new Answer(found.sequence(), found.messageId(), true));
                return;
            }
            entry = new Entry(entry.envelope.at(next(request.conversation())), now);
            entries.put(key, entry);
        }
        publish(entry, request.reply(), duplicate, now, late);
    }

    private void publish(Entry entry, Consumer<Answer> reply, boolean duplicate, long now, boolean late) {
        long dueAt = now + 1 + random.nextInt(10) + (late ? SimulatedStore.HOLE_TICKS + 25 : 0);
        publishing.add(new Flight(entry.envelope, entry, now, dueAt, reply, duplicate));
        if (bug == Bug.ACCEPTED_BEFORE_CONFIRM) {
            reply.accept(new Answer(entry.envelope.sequence(), entry.envelope.messageId(), duplicate));
        }
    }

    private long next(String conversation) {
        Long counter = counters.get(conversation);
        if (counter == null) {
            long top = store.top(conversation);
            counter = bug == Bug.COUNTER_FROM_ZERO || top == 0 ? 0 : top + JUMP;
        }
        counters.put(conversation, counter + 1);
        return counter + 1;
    }

    /** What is due arrives at the broker; what has arrived is confirmed. */
    void tick(long now) {
        List<Flight> arrived = confirming;
        confirming = new ArrayList<>();
        for (Flight flight : arrived) {
            flight.entry().confirmed = true;
            if (bug != Bug.ACCEPTED_BEFORE_CONFIRM && now - flight.startedAt() <= PUBLISH_AGE_TICKS) {
                Envelope envelope = flight.envelope();
                flight.reply().accept(new Answer(envelope.sequence(), envelope.messageId(), flight.duplicate()));
            }
        }
        List<Flight> waiting = new ArrayList<>();
        for (Flight flight : publishing) {
            if (flight.dueAt() <= now) {
                broker.accept(flight.envelope());
                confirming.add(flight);
            } else {
                waiting.add(flight);
            }
        }
        publishing = waiting;
    }

    void crash() {
        confirming = new ArrayList<>();
        publishing = new ArrayList<>(publishing.stream()
                .filter(flight -> random.nextBoolean())
                .map(flight -> new Flight(
                        flight.envelope(),
                        new Entry(flight.envelope(), 0),
                        flight.startedAt(),
                        flight.dueAt(),
                        nobody -> {},
                        false))
                .toList());
    }

    void flush() {
        counters.clear();
        entries.clear();
    }

    boolean idle() {
        return publishing.isEmpty() && confirming.isEmpty();
    }
}
