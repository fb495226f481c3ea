package im.hongyan.bench.driver;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop's part of the load: its devices, its senders and the one timer that they share. Confined to that loop. */
final class Share {
    private static final long SAY_MILLIS = 1_000;

    private record Due(long nanos, Runnable step) {}

    private final EventLoop loop;
    private final List<Device> devices = new ArrayList<>();
    private final List<Sender> senders = new ArrayList<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::nanos));
    private @Nullable Round round;
    private @Nullable ScheduledFuture<?> timer;
    private long timerNanos = Long.MAX_VALUE;
    private boolean pumping;
    Tally tally = new Tally();

    Share(EventLoop loop) {
        this.loop = loop;
        ScheduledFuture<?> unused = loop.scheduleAtFixedRate(
                () -> devices.forEach(Device::say), SAY_MILLIS, SAY_MILLIS, TimeUnit.MILLISECONDS);
    }

    EventLoop loop() {
        return loop;
    }

    List<Device> devices() {
        return devices;
    }

    List<Sender> senders() {
        return senders;
    }

    void join(Round next) {
        round = next;
        tally = new Tally();
        senders.clear();
        due.clear();
        stopTimer();
        devices.forEach(device -> device.join(next));
    }

    void add(Sender sender) {
        senders.add(sender);
    }

    void start() {
        pumping = true;
        senders.forEach(Sender::start);
        pumping = false;
        pump();
    }

    /** Runs something on this loop and waits for its result; not to be called on the loop. */
    <T> T ask(Callable<T> question) {
        return Waiting.forResult(loop.submit(question));
    }

    /** Runs a step of this round at that time of its clock; at once when it has passed. */
    void at(long nanos, Runnable step) {
        due.add(new Due(nanos, step));
        if (!pumping) {
            pump();
        }
    }

    private void pump() {
        Round current = round;
        if (current == null) {
            return;
        }
        pumping = true;
        for (Due first = due.peek(); first != null && first.nanos() <= current.now(); first = due.peek()) {
            due.remove();
            first.step().run();
        }
        pumping = false;
        Due next = due.peek();
        if (next != null && next.nanos() < timerNanos) {
            stopTimer();
            timerNanos = next.nanos();
            timer = loop.schedule(this::timed, next.nanos() - current.now(), TimeUnit.NANOSECONDS);
        }
    }

    private void timed() {
        stopTimer();
        pump();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = null;
        timerNanos = Long.MAX_VALUE;
    }
}
