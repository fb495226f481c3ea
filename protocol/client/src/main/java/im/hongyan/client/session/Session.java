package im.hongyan.client.session;

import com.google.protobuf.MessageLite;
import im.hongyan.client.loop.Loop;
import im.hongyan.client.outbox.Wire;
import im.hongyan.client.transport.Link;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.Bye;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Welcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;

/**
 * One connection: says HELLO, keeps it alive, and reads only while there is room for what comes. While the application is so
 * slow that nothing is read, no PONG is awaited. Loop-confined.
 */
public final class Session implements Wire {
    private final Link link;
    private final Loop loop;
    private final Duration pongWithin;
    private final SessionListener listener;
    private final Reader reader = new Reader();
    private final Disposable.Swap timer = Disposables.swap();
    private @Nullable Heartbeat heartbeat;
    private @Nullable Ending announced;
    private int lastRequestId;
    private boolean paused;
    private boolean ended;

    public Session(Link link, Loop loop, Duration pongWithin, SessionListener listener) {
        this.link = link;
        this.loop = loop;
        this.pongWithin = pongWithin;
        this.listener = listener;
    }

    /** Says HELLO and begins to read. */
    public void begin(Hello hello, Duration welcomeWithin) {
        timer.update(loop.schedule(
                welcomeWithin, () -> end(new Ending.Lost("no WELCOME within " + welcomeWithin.toMillis() + " ms"))));
        link.frames().subscribe(reader);
        ask(FrameType.HELLO, hello);
    }

    @Override
    public int ask(FrameType type, MessageLite body) {
        lastRequestId = lastRequestId == -1 ? 1 : lastRequestId + 1;
        write(new Frame(type, lastRequestId, body));
        return lastRequestId;
    }

    @Override
    public void tell(FrameType type, MessageLite body) {
        write(Frame.of(type, body));
    }

    /** Leaves: says BYE and ends the connection without a word to the listener. */
    public void leave() {
        if (!ended) {
            tell(FrameType.BYE, Bye.getDefaultInstance());
            stop();
        }
    }

    /** There may be room again. */
    public void readOn() {
        if (paused && !ended && listener.mayRead()) {
            paused = false;
            if (heartbeat != null) {
                heartbeat.excuse(loop.nanoTime());
            }
            reader.request(1);
        }
    }

    private void write(Frame frame) {
        if (ended) {
            return;
        }
        link.write(frame);
        if (paused) {
            loop.execute(this::readOn);
        }
    }

    private void read(Frame frame) {
        switch (frame.type()) {
            case WELCOME -> welcomed((Welcome) frame.body());
            case PONG -> {
                if (heartbeat != null) {
                    heartbeat.ponged();
                }
                listener.received(frame);
            }
            case GOODBYE -> announced = new Ending.Dismissed((Goodbye) frame.body());
            case ERROR -> refused(frame);
            default -> listener.received(frame);
        }
    }

    private void welcomed(Welcome welcome) {
        Heartbeat beat = new Heartbeat(welcome.getHeartbeatMillis(), pongWithin, loop.nanoTime());
        heartbeat = beat;
        listener.welcomed(this, welcome);
        watch(beat);
    }

    private void refused(Frame frame) {
        Problem problem = (Problem) frame.body();
        if (heartbeat == null) {
            end(new Ending.Refused(problem));
        } else if (frame.requestId() == 0) {
            announced = new Ending.Refused(problem);
        } else {
            listener.received(frame);
        }
    }

    private void watch(Heartbeat beat) {
        if (ended) {
            return;
        }
        timer.update(loop.schedule(beat.resolution(), () -> {
            long now = loop.nanoTime();
            if (!paused && beat.pongIsOverdue(now)) {
                end(new Ending.Lost("no PONG within " + pongWithin.toMillis() + " ms"));
                return;
            }
            if (beat.pingIsDue(now)) {
                beat.pinged(now);
                ask(FrameType.PING, Ping.getDefaultInstance());
            }
            watch(beat);
        }));
    }

    private void end(Ending ending) {
        if (!ended) {
            stop();
            listener.ended(this, ending);
        }
    }

    private void stop() {
        ended = true;
        timer.dispose();
        link.close();
        reader.cancel();
    }

    private void closed(String why) {
        Ending last = announced;
        end(last == null ? new Ending.Lost(why) : last);
    }

    /** Reads one frame after the other, as long as there is room. */
    private final class Reader extends BaseSubscriber<Frame> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(1);
        }

        @Override
        protected void hookOnNext(Frame frame) {
            read(frame);
            if (ended) {
                return;
            }
            if (listener.mayRead()) {
                request(1);
            } else {
                paused = true;
            }
        }

        @Override
        protected void hookOnComplete() {
            closed("the connection was closed");
        }

        @Override
        protected void hookOnError(Throwable failure) {
            closed(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        }
    }
}
