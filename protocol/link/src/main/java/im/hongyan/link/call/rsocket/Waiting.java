package im.hongyan.link.call.rsocket;

import im.hongyan.link.call.CallException;
import java.util.function.Consumer;

/** Somebody who waits for an instance. Compared by identity. */
final class Waiting {
    private final long sinceNanos = System.nanoTime();
    private final Consumer<CallConnection> go;
    private final Consumer<CallException> giveUp;

    Waiting(Consumer<CallConnection> go, Consumer<CallException> giveUp) {
        this.go = go;
        this.giveUp = giveUp;
    }

    /** Of {@link System#nanoTime()}. */
    long sinceNanos() {
        return sinceNanos;
    }

    Consumer<CallConnection> go() {
        return go;
    }

    Consumer<CallException> giveUp() {
        return giveUp;
    }
}
