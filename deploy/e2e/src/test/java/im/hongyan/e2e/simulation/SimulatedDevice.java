package im.hongyan.e2e.simulation;

import im.hongyan.e2e.checker.Event;
import im.hongyan.e2e.checker.Event.Mark;
import im.hongyan.e2e.checker.History;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One device: it sends and repeats, applies what it gets in order, pulls what it lacks, and says what it has received. */
final class SimulatedDevice {
    private static final int REPEAT_AFTER_TICKS = 130;

    private enum Link {
        DOWN,
        HALF_OPEN,
        UP
    }

    private record Waiting(String conversation, String clientMessageId, long since) {}

    private final Simulation world;
    private final Random random;
    private final Collection<String> conversations;
    final History history;
    private final Map<String, Waiting> waiting = new TreeMap<>();
    private final Map<String, Long> cursors = new HashMap<>();
    private final Map<String, Long> unsaid = new TreeMap<>();
    private final Deque<Envelope> hints = new ArrayDeque<>();
    private Link link = Link.DOWN;
    private int connection;

    SimulatedDevice(Simulation world, Random random, String user, String device, Collection<String> conversations) {
        this.world = world;
        this.random = random;
        this.conversations = conversations;
        this.history = new History(user, device);
    }

    // ---- sending

    void send(String conversation, String clientMessageId) {
        if (link == Link.UP && !world.quiet() && !waiting.containsKey(conversation)) {
            transmit(conversation, clientMessageId, false);
        }
    }

    private void transmit(String conversation, String clientMessageId, boolean resend) {
        history.add(new Event.Sent(world.now(), conversation, clientMessageId, connection));
        waiting.put(conversation, new Waiting(conversation, clientMessageId, world.now()));
        int sentOver = connection;
        world.core()
                .submit(
                        new SimulatedCore.Request(conversation, history.user(), clientMessageId, resend, answer -> {
                            if (link == Link.UP && connection == sentOver) {
                                answered(conversation, clientMessageId, answer);
                            }
                        }),
                        world.now(),
                        world.late());
    }

    private void answered(String conversation, String clientMessageId, SimulatedCore.Answer answer) {
        history.add(new Event.Accepted(
                world.now(), conversation, clientMessageId, answer.sequence(), answer.messageId(), answer.duplicate()));
        Waiting expected = waiting.get(conversation);
        if (expected != null && expected.clientMessageId().equals(clientMessageId)) {
            waiting.remove(conversation);
            if (world.quiet() || random.nextInt(10) > 0) {
                return;
            }
            transmit(conversation, clientMessageId, true);
        }
    }

    boolean settled() {
        return waiting.isEmpty();
    }

    // ---- connecting: the route first, then the pull

    boolean isDown() {
        return link == Link.DOWN;
    }

    void connect() {
        connection++;
        hints.clear();
        link = Link.HALF_OPEN;
        if (world.bug() == Bug.SUBSCRIBE_AFTER_PULL) {
            conversations.forEach(this::pull);
        }
    }

    private void completeConnect() {
        if (world.bug() == Bug.SUBSCRIBE_AFTER_PULL) {
            conversations.forEach(
                    conversation -> pass(conversation, world.store().settled(conversation)));
        } else {
            conversations.forEach(this::pull);
        }
        link = Link.UP;
    }

    void disconnect() {
        link = Link.DOWN;
        if (!waiting.isEmpty()) {
            world.writer().cancel(history.user());
        }
    }

    /** Whether a push reaches this device; false as well for a route that does not exist yet. */
    boolean offer(Envelope envelope) {
        boolean routed = link == Link.UP || (link == Link.HALF_OPEN && world.bug() != Bug.SUBSCRIBE_AFTER_PULL);
        return routed && conversations.contains(envelope.conversation()) && hints.add(envelope);
    }

    // ---- receiving

    void tick() {
        if (link == Link.HALF_OPEN && random.nextInt(6) == 0) {
            completeConnect();
        }
        if (link != Link.UP) {
            return;
        }
        Envelope hint = hints.poll();
        if (hint != null) {
            hinted(hint);
        }
        if (random.nextInt(3) == 0) {
            say();
        }
        for (Waiting late : waiting.values().toArray(Waiting[]::new)) {
            if (world.now() - late.since() > REPEAT_AFTER_TICKS) {
                transmit(late.conversation(), late.clientMessageId(), true);
            }
        }
    }

    /** The heads on a PONG: what is behind is pulled. */
    void pong() {
        if (link == Link.UP) {
            conversations.forEach(this::pull);
        }
    }

    private void hinted(Envelope hint) {
        long cursor = cursor(hint.conversation());
        if (hint.sequence() == cursor + 1) {
            apply(hint);
            pass(hint.conversation(), hint.sequence());
        } else if (hint.sequence() > cursor) {
            pull(hint.conversation());
        }
    }

    private void pull(String conversation) {
        long head = world.store().settled(conversation);
        if (head > cursor(conversation)) {
            world.store().read(conversation, cursor(conversation), head).forEach(this::apply);
            pass(conversation, head);
        }
    }

    private void apply(Envelope envelope) {
        history.add(new Event.Applied(
                world.now(),
                envelope.conversation(),
                envelope.sequence(),
                envelope.sender(),
                envelope.clientMessageId(),
                envelope.messageId()));
        unsaid.put(envelope.conversation(), envelope.sequence());
    }

    private void pass(String conversation, long through) {
        long cursor = cursor(conversation);
        if (through > cursor) {
            cursors.put(conversation, through);
            history.add(new Event.Passed(world.now(), conversation, cursor, through));
        }
    }

    private void say() {
        unsaid.forEach((conversation, upTo) -> {
            history.add(new Event.Said(world.now(), conversation, Mark.RECEIVED, upTo));
            world.received(history.user(), conversation, upTo);
        });
        unsaid.clear();
    }

    void told(String user, String conversation, long upTo) {
        if (link == Link.UP) {
            history.add(new Event.Told(world.now(), conversation, user, Mark.RECEIVED, upTo));
        }
    }

    private long cursor(String conversation) {
        return cursors.getOrDefault(conversation, 0L);
    }
}
