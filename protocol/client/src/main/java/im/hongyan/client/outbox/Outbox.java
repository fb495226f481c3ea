package im.hongyan.client.outbox;

import im.hongyan.client.error.OverflowException;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.loop.Loop;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Everything that was sent and is not answered for good. A send leaves in the order of its conversation, is repeated with the
 * resend flag after an answer that is retryable or does not come, and over the next connection after the loss of one; it
 * ends with Accepted or with a final refusal. See {@code docs/delivery.md}, rules 1 and 2.
 *
 * <p>{@link #send} is safe for concurrent use; everything else is loop-confined.
 */
public final class Outbox {
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    private final OutboxBounds bounds;
    private final Loop loop;
    private final OutboxRoom room;
    private final AtomicLong repeats = new AtomicLong();

    private final Map<String, SendLane> lanes = new HashMap<>();
    private final ArrayDeque<SendLane> ready = new ArrayDeque<>();
    /** By request id, in the order of sending, so that the first is the first to be overdue. */
    private final Map<Integer, Flight> inFlight = new LinkedHashMap<>();

    private Function<Send, String> laneOf = Outbox::targetAsWritten;
    private @Nullable Wire wire;
    private int inFlightLimit;
    private long nextNumber;
    private boolean closed;

    private record Flight(PendingSend send, SendLane lane, String key, long deadlineNanos) {}

    public Outbox(OutboxBounds bounds, Loop loop) {
        this.bounds = bounds;
        this.loop = loop;
        this.room = new OutboxRoom(bounds);
    }

    /** Sends when subscribed to. Cancelling drops the answer, not the message. */
    public Mono<Accepted> send(Send send) {
        return Mono.create(sink -> {
            PendingSend pending = new PendingSend(send, sink);
            OverflowException full = room.take(pending.bytes);
            if (full == null) {
                loop.execute(() -> enter(pending));
            } else {
                sink.error(full);
            }
        });
    }

    /** Sends that are not answered for good, waiting ones included. */
    public int messages() {
        return room.messages();
    }

    /** Bytes of their contents. */
    public long bytes() {
        return room.bytes();
    }

    /** How often a send went out again. */
    public long repeats() {
        return repeats.get();
    }

    /**
     * A connection is there.
     *
     * @param serverLimit sends in flight that the server takes; 0: it did not say
     * @param laneOf the conversation of a send, now that the user is known
     */
    public void connected(Wire wire, int serverLimit, Function<Send, String> laneOf) {
        this.wire = wire;
        this.laneOf = laneOf;
        inFlightLimit = serverLimit > 0 ? Math.min(serverLimit, bounds.inFlight()) : bounds.inFlight();
        List<PendingSend> all = new ArrayList<>();
        lanes.values().forEach(lane -> {
            for (PendingSend send = lane.next(); send != null; send = lane.next()) {
                all.add(send);
            }
        });
        lanes.clear();
        ready.clear();
        all.sort(Comparator.comparingLong(send -> send.number));
        all.forEach(send -> makeReady(addToLane(send)));
        pump();
    }

    /** The connection is gone: what was on the wire is unknown and goes out again over the next one. */
    public void disconnected() {
        wire = null;
        inFlight.values().forEach(flight -> flight.lane().add(flight.send()));
        inFlight.clear();
        lanes.values().forEach(SendLane::reset);
    }

    /** The answer to a send. */
    public void accepted(int requestId, Accepted accepted) {
        Flight flight = inFlight.remove(requestId);
        if (flight != null) {
            flight.lane().answered(flight.send());
            leave(flight);
            flight.send().answer.success(accepted);
            pump();
        }
    }

    /** The answer to a send, if that request was one. */
    public boolean refused(int requestId, Problem problem) {
        Flight flight = inFlight.remove(requestId);
        if (flight == null) {
            return false;
        }
        if (problem.getRetryable()) {
            retry(flight, Duration.ofMillis(problem.getRetryAfterMillis()));
        } else {
            flight.lane().answered(flight.send());
            leave(flight);
            flight.send().answer.error(new RefusedException(problem));
        }
        pump();
        return true;
    }

    /** Looks for answers that are overdue; to be called about once a second. */
    public void tick() {
        long now = loop.nanoTime();
        List<Flight> overdue = new ArrayList<>();
        var flights = inFlight.values().iterator();
        while (flights.hasNext()) {
            Flight flight = flights.next();
            if (now - flight.deadlineNanos() < 0) {
                break;
            }
            flights.remove();
            overdue.add(flight);
        }
        overdue.forEach(flight -> retry(flight, Duration.ZERO));
        if (!overdue.isEmpty()) {
            pump();
        }
    }

    /** Whether a send is on the wire, so that an answer to it is to be read. */
    public boolean awaitsAnswers() {
        return !inFlight.isEmpty();
    }

    /** Ends every send that is not answered; nothing is taken any more. */
    public void close(String why) {
        closed = true;
        disconnected();
        for (SendLane lane : lanes.values()) {
            for (PendingSend send = lane.next(); send != null; send = lane.next()) {
                room.give(send.bytes);
                send.answer.error(new UnansweredException(why));
            }
        }
        lanes.clear();
        ready.clear();
    }

    private void enter(PendingSend send) {
        if (closed) {
            room.give(send.bytes);
            send.answer.error(new UnansweredException("the client has ended"));
            return;
        }
        send.number = nextNumber++;
        makeReady(addToLane(send));
        pump();
    }

    private SendLane addToLane(PendingSend send) {
        SendLane lane = lanes.computeIfAbsent(laneOf.apply(send.send), key -> new SendLane());
        lane.add(send);
        return lane;
    }

    private void makeReady(SendLane lane) {
        if (!lane.ready && lane.canSend()) {
            lane.ready = true;
            ready.add(lane);
        }
    }

    private void pump() {
        Wire out = wire;
        while (out != null && inFlight.size() < inFlightLimit) {
            SendLane lane = ready.poll();
            if (lane == null) {
                return;
            }
            lane.ready = false;
            PendingSend send = lane.canSend() ? lane.next() : null;
            if (send != null) {
                launch(out, lane, send);
                makeReady(lane);
            }
        }
    }

    private void launch(Wire out, SendLane lane, PendingSend send) {
        if (send.sent) {
            repeats.incrementAndGet();
        }
        int requestId = out.ask(FrameType.SEND, send.body());
        send.sent = true;
        long deadline = loop.nanoTime() + bounds.answerTimeout().toNanos();
        inFlight.put(requestId, new Flight(send, lane, laneOf.apply(send.send), deadline));
    }

    private void leave(Flight flight) {
        room.give(flight.send().bytes);
        if (flight.lane().isEmpty()) {
            lanes.remove(flight.key(), flight.lane());
        } else {
            makeReady(flight.lane());
        }
    }

    private void retry(Flight flight, Duration asked) {
        PendingSend send = flight.send();
        Duration own = FIRST_RETRY.multipliedBy(1L << Math.min(send.failures++, 6));
        Duration least = own.compareTo(LONGEST_RETRY) < 0 ? own : LONGEST_RETRY;
        Duration delay = asked.compareTo(least) > 0 ? asked : least;
        SendLane lane = flight.lane();
        lane.failed(send, loop.nanoTime() + delay.toNanos());
        loop.schedule(delay, () -> {
            lane.open(loop.nanoTime());
            makeReady(lane);
            pump();
        });
    }

    private static String targetAsWritten(Send send) {
        return send.hasPeer() ? send.getPeer() : send.getConversation();
    }
}
