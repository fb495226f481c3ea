package im.hongyan.cli.talk;

import im.hongyan.cli.CommandFailure;
import im.hongyan.client.ClientState;
import im.hongyan.client.HongyanClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether nothing has come for a while although everything could have. Safe for concurrent use. */
final class Idleness {
    /** How much longer than the idle time a connection may be away, or behind, before that counts as the end. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final @Nullable Duration idle;
    private volatile long touchedNanos = System.nanoTime();
    private volatile boolean caughtUp;

    /** @param idle null: never */
    Idleness(@Nullable Duration idle) {
        this.idle = idle;
    }

    /** A message has come. */
    void touched() {
        touchedNanos = System.nanoTime();
    }

    /** Everything that was missing is there. */
    void recovered() {
        touched();
        caughtUp = true;
    }

    /** The connection is gone, or not there yet. */
    void interrupted() {
        caughtUp = false;
    }

    /** Returns when it is idle; throws when the client has ended, or is not caught up for long. */
    void await(HongyanClient client) {
        while (true) {
            if (client.state() instanceof ClientState.Ended ended) {
                throw ended(ended);
            }
            if (idle != null) {
                Duration quiet = Duration.ofNanos(System.nanoTime() - touchedNanos);
                if (caughtUp && quiet.compareTo(idle) >= 0) {
                    return;
                }
                if (quiet.compareTo(idle.plus(PATIENCE)) >= 0) {
                    throw CommandFailure.unreachable(
                            "the server is away or does not answer; there may be more messages");
                }
            }
            pause();
        }
    }

    private static CommandFailure ended(ClientState.Ended ended) {
        return switch (ended.reason()) {
            case REFUSED, REPLACED ->
                CommandFailure.refused(ended.code().isEmpty() ? ended.reason().name() : ended.code(), ended.why());
            case CLOSED, FAILED -> CommandFailure.unexpected(ended.why(), null);
        };
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unexpected("interrupted", e);
        }
    }
}
