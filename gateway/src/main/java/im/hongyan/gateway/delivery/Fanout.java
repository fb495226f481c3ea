package im.hongyan.gateway.delivery;

import im.hongyan.gateway.registry.Recipient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what is to be done for many sessions and hands each event loop its whole share at once: one task a loop, not one
 * a session. Confined to one thread until it is run.
 */
final class Fanout {
    private static final Logger LOG = LoggerFactory.getLogger(Fanout.class);

    private final Map<Executor, List<Share>> byLoop = new HashMap<>(8);

    /** One thing to do, for the sessions of one loop. */
    private record Share(Consumer<Recipient> action, List<Recipient> recipients) {
        void run() {
            for (Recipient recipient : recipients) {
                try {
                    action.accept(recipient);
                } catch (RuntimeException e) {
                    LOG.warn(
                            "a delivery failed for session {}",
                            recipient.route().session(),
                            e);
                }
            }
        }
    }

    /** Does this for each of these sessions, on its own loop, after what was added before. */
    void add(Iterable<Recipient> recipients, Consumer<Recipient> action) {
        Map<Executor, List<Recipient>> shares = new HashMap<>(8);
        for (Recipient recipient : recipients) {
            shares.computeIfAbsent(recipient.executor(), loop -> new ArrayList<>())
                    .add(recipient);
        }
        shares.forEach((loop, share) ->
                byLoop.computeIfAbsent(loop, none -> new ArrayList<>()).add(new Share(action, share)));
    }

    /** Hands over; {@code whenDone} runs after the last loop has done its share, on whichever thread that is. */
    void run(Runnable whenDone) {
        AtomicInteger open = new AtomicInteger(byLoop.size() + 1);
        Runnable done = () -> {
            if (open.decrementAndGet() == 0) {
                whenDone.run();
            }
        };
        byLoop.forEach((loop, shares) -> {
            try {
                loop.execute(() -> {
                    shares.forEach(Share::run);
                    done.run();
                });
            } catch (RejectedExecutionException stopped) {
                done.run();
            }
        });
        done.run();
    }
}
