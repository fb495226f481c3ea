package im.hongyan.gateway.refusal;

import im.hongyan.gateway.time.Budget;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts every refusal by its code, gives it a trace id and writes one line with both, never with anything that a client
 * sent. A refusal that ends a connection is told at INFO, up to a number of lines a second; beyond it, and where the
 * connection goes on, at DEBUG, so that no client can fill a disk. Safe for concurrent use.
 */
@Component
public final class Refusals {
    /** The meter. */
    public static final String METER = "hongyan.gateway.refusals";

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int LINES_PER_SECOND = 100;

    private final Map<ErrorCode, Counter> counters = new EnumMap<>(ErrorCode.class);
    private final Budget lines = new Budget(LINES_PER_SECOND, System.nanoTime());

    public Refusals(MeterRegistry meters) {
        for (ErrorCode code : ErrorCode.values()) {
            counters.put(
                    code,
                    Counter.builder(METER)
                            .tag("code", code.name())
                            .description("what clients were refused, and connections that we ended")
                            .register(meters));
        }
    }

    /** An answer as it is sent to a client whose connection goes on; what is no ERROR is none of our business. */
    public Frame answer(Frame frame) {
        if (frame.type() != FrameType.ERROR || !(frame.body() instanceof Problem problem)) {
            return frame;
        }
        Problem traced = traced(problem);
        count(code(traced));
        LOG.debug("a request was refused: {}, trace {}", code(traced), traced.getTraceId());
        return Problems.frame(frame.requestId(), traced);
    }

    /**
     * The last that a client is told: its connection ends, or is not opened.
     *
     * @param who is refused, for the log: a session, or where the client stands
     */
    public Problem last(Problem problem, String who) {
        Problem traced = traced(problem);
        count(code(traced));
        if (mayTell()) {
            LOG.info("{} was refused and ended: {}, trace {}", who, code(traced), traced.getTraceId());
        } else {
            LOG.debug("{} was refused and ended: {}, trace {}", who, code(traced), traced.getTraceId());
        }
        return traced;
    }

    /** As {@link #last(Problem, String)} where the client is told in another way than by a problem. */
    public void last(ErrorCode code, String who) {
        last(Problems.of(code, ""), who);
    }

    private void count(ErrorCode code) {
        Objects.requireNonNull(counters.get(code)).increment();
    }

    private synchronized boolean mayTell() {
        return lines.take(System.nanoTime());
    }

    /** The code of a refusal; INTERNAL when it names none that we know. */
    public static ErrorCode code(Problem problem) {
        return Objects.requireNonNullElse(Problems.code(problem), ErrorCode.INTERNAL);
    }

    private static Problem traced(Problem problem) {
        return problem.getTraceId().isEmpty()
                ? problem.toBuilder()
                        .setTraceId(Ids.newMessageId(System.currentTimeMillis()))
                        .build()
                : problem;
    }
}
