package im.hongyan.gateway.session;

import im.hongyan.gateway.lane.CallFailures;
import im.hongyan.gateway.outbox.Outbox;
import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.transport.Closing;
import im.hongyan.gateway.transport.Connection;
import im.hongyan.gateway.transport.Incoming;
import im.hongyan.link.proto.OpenedSession;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.Problems;
import im.hongyan.wire.WireException;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * One client's visit: {@code NEW → OPENING → OPEN → LEAVING → ENDED}, and from each of them straight to the end. Confined to
 * the connection's executor, where everything about this client happens.
 */
final class Session implements Watch.Owner, Outbox.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final String STOPPING = "this server is stopping";

    private enum Phase {
        /** HELLO is awaited. */
        NEW,
        /** HELLO has come, its credential is being looked at. */
        OPENING,
        /** WELCOME was said. */
        OPEN,
        /** GOODBYE was said; what the client has under way is finished. */
        LEAVING,
        /** Nothing is read any more. */
        ENDED
    }

    private final Surroundings here;
    private final Connection connection;
    private final Outbox outbox;
    private final Demand demand;
    private final Watch watch;
    private final Incomings incomings = new Incomings();
    private Phase phase = Phase.NEW;
    private @Nullable Served served;

    Session(Surroundings here, Connection connection) {
        this.here = here;
        this.connection = connection;
        this.outbox = new Outbox(this, here.meters().outboxes());
        this.demand = new Demand(incomings::request, here.properties().limits());
        this.watch = new Watch(this, here.wheel(), connection.executor(), here.properties());
    }

    /** Serves the connection until it is closed. */
    Mono<Void> serve() {
        connection.outbound(outbox);
        watch.begin();
        connection.inbound().subscribe(incomings);
        return connection.onClose().doFinally(closed -> closed());
    }

    // ---- what comes --------------------------------------------------------------------------------------------

    /** Lives as long as the connection, which completes it. */
    private final class Incomings extends BaseSubscriber<Incoming> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            demand.askForHello();
        }

        @Override
        protected void hookOnNext(Incoming incoming) {
            demand.received();
            if (phase != Phase.ENDED) {
                take(incoming);
                ask();
            }
        }

        @Override
        protected void hookOnError(Throwable error) {
            LOG.debug("a connection broke", error);
            close(Closing.NORMAL);
        }
    }

    private void take(Incoming incoming) {
        switch (incoming) {
            case Incoming.Received received -> take(received.frame());
            case Incoming.Refused refused -> refused(refused.rule());
            case Incoming.Violated violated -> violated(violated);
        }
    }

    private void take(Frame frame) {
        watch.heard();
        Served open = served;
        if (open != null && phase != Phase.OPENING) {
            open.take(frame);
        } else if (phase == Phase.NEW && frame.type() == FrameType.HELLO) {
            open(frame.requestId(), (Hello) frame.body());
        } else {
            refuse(
                    frame.requestId(),
                    Problems.of(ErrorCode.AUTH_REQUIRED, "the first frame is HELLO, then WELCOME is awaited"));
        }
    }

    private void refused(WireException rule) {
        Frame answer = Problems.frame(rule.requestId(), Problems.of(rule));
        if (rule.recoverable() && (phase == Phase.OPEN || phase == Phase.LEAVING)) {
            outbox.answer(here.refusals().answer(answer));
            return;
        }
        Problem problem = here.refusals().last(Problems.of(rule), name());
        if (phase == Phase.NEW && isStranger(rule, problem)) {
            close(Closing.of(rule.code()));
        } else {
            closeWith(rule.requestId(), rule.code(), problem);
        }
    }

    private void violated(Incoming.Violated violated) {
        here.refusals().last(violated.code(), name());
        close(violated.closing());
    }

    /** Who does not speak our protocol at all gets no more bytes out of us than it sent. */
    private boolean isStranger(WireException rule, Problem problem) {
        Frame answer = Problems.frame(rule.requestId(), problem);
        return rule.code() == ErrorCode.MALFORMED && FrameCodec.encodedLength(answer) > connection.receivedBytes();
    }

    // ---- opening -----------------------------------------------------------------------------------------------

    private void open(int requestId, Hello hello) {
        phase = Phase.OPENING;
        Opening opening = new Opening(here, connection, hello);
        opening.verify().subscribe(new BaseSubscriber<OpenedSession>() {
            @Override
            protected void hookOnNext(OpenedSession verified) {
                connection.executor().execute(() -> verified(opening, requestId, verified));
            }

            @Override
            protected void hookOnError(Throwable failure) {
                connection.executor().execute(() -> refuse(requestId, CallFailures.problem(failure)));
            }
        });
    }

    private void verified(Opening opening, int requestId, OpenedSession verified) {
        if (phase != Phase.OPENING) {
            return;
        }
        if (!verified.hasPrincipal()) {
            Problem problem = verified.getProblem();
            refuse(
                    requestId,
                    Problems.isRefusal(problem)
                            ? problem
                            : Problems.of(ErrorCode.INTERNAL, "nobody could say whose credential this is"));
            return;
        }
        Identity identity = opening.identify(verified);
        Served opened = new Served(this, here, connection, outbox, identity);
        served = opened;
        opened.enter().subscribe(new BaseSubscriber<Void>() {
            @Override
            protected void hookFinally(SignalType type) {
                connection.executor().execute(() -> welcome(opening, requestId, identity));
            }
        });
    }

    private void welcome(Opening opening, int requestId, Identity identity) {
        if (phase != Phase.OPENING) {
            // The client left while its route was being written: the route goes once more.
            Objects.requireNonNull(served).close();
            return;
        }
        phase = Phase.OPEN;
        here.meters().opened();
        connection.admit();
        outbox.answer(new Frame(FrameType.WELCOME, requestId, opening.welcome(identity)));
        outbox.open(identity.window());
        watch.opened(identity.credentialLife());
        Objects.requireNonNull(served).tellHeads();
    }

    // ---- ending ------------------------------------------------------------------------------------------------

    /** Answers with an ERROR and closes: the client broke a rule, or may not come in. */
    void refuse(int requestId, Problem problem) {
        if (phase != Phase.ENDED) {
            closeWith(requestId, Refusals.code(problem), here.refusals().last(problem, name()));
        }
    }

    private void closeWith(int requestId, ErrorCode code, Problem problem) {
        outbox.shut();
        outbox.control(Problems.frame(requestId, problem));
        close(Closing.of(code));
    }

    /** Says GOODBYE and closes: it is our wish, not the client's fault. */
    @Override
    public void end(ErrorCode code, String message) {
        if (phase == Phase.NEW || phase == Phase.OPENING) {
            refuse(0, Problems.of(code, message));
        } else if (phase != Phase.ENDED) {
            outbox.shut();
            sayGoodbye(code, message, 0);
            here.refusals().last(code, name());
            close(Closing.of(code));
        }
    }

    /** For the log. */
    private String name() {
        Served open = served;
        return open == null ? "a connection" : "session " + open.route().session();
    }

    private void sayGoodbye(ErrorCode code, String message, long reconnectAfterMillis) {
        outbox.control(Frame.of(
                FrameType.GOODBYE,
                Goodbye.newBuilder()
                        .setCode(code.name())
                        .setMessage(message)
                        .setReconnect(code.retryable())
                        .setReconnectAfterMillis(reconnectAfterMillis)
                        .build()));
    }

    /** The client said BYE. */
    void bye() {
        outbox.shut();
        close(Closing.NORMAL);
    }

    private void close(Closing closing) {
        boolean wasOpen = phase == Phase.OPEN || phase == Phase.LEAVING;
        if (phase != Phase.ENDED) {
            phase = Phase.ENDED;
            if (wasOpen) {
                here.meters().closed();
            }
            connection.close(closing);
        }
    }

    /** The node stops: GOODBYE at once, and the connection when nothing is under way any more or {@code grace} has passed. */
    void drain(SessionProperties.Drain drain) {
        long within =
                ThreadLocalRandom.current().nextLong(drain.reconnectWithin().toMillis() + 1);
        if (phase == Phase.NEW || phase == Phase.OPENING) {
            refuse(0, Problems.retryAfter(ErrorCode.DRAINING, STOPPING, Math.max(1, within)));
        } else if (phase == Phase.OPEN) {
            phase = Phase.LEAVING;
            sayGoodbye(ErrorCode.DRAINING, STOPPING, within);
            closeWhenQuiet(drain.grace());
        }
    }

    private void closeWhenQuiet(Duration left) {
        here.wheel().in(QUIET, connection.executor(), () -> {
            if (phase != Phase.LEAVING) {
                return;
            }
            if (left.isNegative()
                    || (demand.underWay() == 0 && watch.sinceHeard().compareTo(QUIET) >= 0)) {
                outbox.shut();
                close(Closing.of(ErrorCode.DRAINING));
            } else {
                closeWhenQuiet(left.minus(QUIET));
            }
        });
    }

    private void closed() {
        close(Closing.NORMAL);
        watch.stop();
        outbox.release();
        Served open = served;
        if (open != null) {
            open.close();
        }
    }

    // ---- what the outbox and the watch tell --------------------------------------------------------------------

    @Override
    public void filled() {
        connection.wake();
    }

    @Override
    public void flushed(int answers) {
        done(answers);
        Served open = served;
        if (open != null) {
            open.roomMade();
        }
    }

    /** So many requests are done with. */
    void done(int requests) {
        demand.done(requests);
        ask();
    }

    private void ask() {
        if (phase == Phase.OPEN || phase == Phase.LEAVING) {
            demand.ask(heldBytes());
        }
    }

    private int heldBytes() {
        Served open = served;
        return open == null ? 0 : open.heldBytes();
    }

    @Override
    public void writable(boolean now) {
        watch.writable(now);
    }

    @Override
    public void headsAreDue() {
        Served open = served;
        if (open != null) {
            open.tellHeads();
        }
    }

    @Override
    public boolean isReading() {
        return demand.isReading();
    }
}
