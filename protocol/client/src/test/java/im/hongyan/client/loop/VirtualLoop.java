package im.hongyan.client.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** A loop whose time a test moves. For one thread. */
public final class VirtualLoop implements Loop {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long nowNanos;
    private long scheduled;

    private record Timer(long atNanos, long number, Runnable task, Disposable cancelled) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Disposable schedule(Duration delay, Runnable task) {
        Disposable cancelled = Disposables.single();
        timers.add(new Timer(nowNanos + delay.toNanos(), scheduled++, task, cancelled));
        return cancelled;
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    @Override
    public long currentTimeMillis() {
        return nowNanos / 1_000_000;
    }

    /** Runs what is to be run now. */
    public void run() {
        advance(Duration.ZERO);
    }

    /** Lets this much time pass, and runs what becomes due meanwhile, in its order. */
    public void advance(Duration time) {
        long until = nowNanos + time.toNanos();
        runTasks();
        while (!timers.isEmpty() && timers.peek().atNanos() <= until) {
            Timer timer = timers.remove();
            nowNanos = Math.max(nowNanos, timer.atNanos());
            if (!timer.cancelled().isDisposed()) {
                timer.task().run();
            }
            runTasks();
        }
        nowNanos = until;
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
