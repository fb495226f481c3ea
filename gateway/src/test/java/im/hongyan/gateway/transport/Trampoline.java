package im.hongyan.gateway.transport;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** The event loop of a test: runs at once on the caller's thread, one thing after the other, never one inside the other. */
public final class Trampoline implements Executor {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        Runnable next = next();
        while (next != null) {
            next.run();
            next = next();
        }
    }

    private synchronized Runnable next() {
        Runnable next = tasks.poll();
        running = next != null;
        return next;
    }
}
