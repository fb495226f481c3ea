package im.hongyan.gateway.lane;

import im.hongyan.gateway.time.Wheel;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.Frame;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The session that a lane works for. Everything but {@link #executor} is called there. */
public interface Asker {

    /** From the verified credential. */
    Principal principal();

    Executor executor();

    /** The one answer to a request; nothing happens when the client has left. */
    void answer(Frame frame);

    /** A frame that is not the answer to a request that is waited for. */
    void push(Frame frame);

    /** One part of an answer; {@code whenTaken} runs when the socket took it, never when the client has left. */
    void part(Frame frame, Runnable whenTaken);

    /** So many requests are done without an answer, or with their last part: as many more may be read. */
    void done(int requests);

    /** The time on the wheel. */
    long nanoTime();

    /** Runs {@code action} on the executor later. */
    Wheel.Alarm in(Duration delay, Runnable action);
}
