package im.hongyan.gateway.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Time that passes when a test says so. */
public final class VirtualWheel implements Wheel {
    private final List<Set> alarms = new ArrayList<>();
    private long now;
    private long numbers;

    private record Set(long number, long at, Executor executor, Runnable action) {}

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized Alarm in(Duration delay, Executor executor, Runnable action) {
        Set set = new Set(numbers++, now + delay.toNanos(), executor, action);
        alarms.add(set);
        return () -> {
            synchronized (this) {
                alarms.remove(set);
            }
        };
    }

    /** Lets time pass, alarm by alarm. */
    public void pass(Duration duration) {
        long end = nanoTime() + duration.toNanos();
        Set next = next(end);
        while (next != null) {
            next.executor().execute(next.action());
            next = next(end);
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized @Nullable Set next(long end) {
        Set first = alarms.stream().min(Comparator.comparingLong(Set::at)).orElse(null);
        if (first == null || first.at() > end) {
            return null;
        }
        alarms.remove(first);
        now = Math.max(now, first.at());
        return first;
    }

    /** How many alarms are set. */
    public synchronized int alarms() {
        return alarms.size();
    }
}
