package im.hongyan.core.refusal;

import im.hongyan.link.batch.BatchOverflowException;
import im.hongyan.link.call.CallException;
import im.hongyan.link.event.EventException;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import io.lettuce.core.RedisException;
import io.r2dbc.spi.R2dbcException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Turns what failed into what the asker is told. Never a stack trace, never the input. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final long RETRY_AFTER_MILLIS = 500;

    private Failures() {}

    /** The problem that answers a request which ended with {@code failure}; what nobody expected is logged. */
    public static Problem problem(Throwable failure) {
        return switch (failure) {
            case Refused refused -> refused.problem();
            case CallException call -> retryable(call.code(), "an inner service did not answer");
            case EventException event -> retryable(event.code(), eventMessage(event));
            case BatchOverflowException full -> retryable(ErrorCode.BUSY, "too many requests are queued here");
            case RedisException redis -> retryable(ErrorCode.SEQUENCER_UNAVAILABLE, "the sequencer does not answer");
            case R2dbcException store -> storeAway();
            case DataAccessException store -> storeAway();
            case TransactionException store -> storeAway();
            case TimeoutException late -> retryable(ErrorCode.TIMEOUT, "the deadline passed");
            default -> unexpected(failure);
        };
    }

    /** A refusal that may be tried again after a short while. */
    public static Problem retryable(ErrorCode code, String message) {
        return Problems.retryAfter(code, message, RETRY_AFTER_MILLIS);
    }

    private static String eventMessage(EventException event) {
        if (!event.refused()) {
            return "the broker did not confirm";
        }
        return event.code() == ErrorCode.BUSY
                ? "too many messages wait for the broker"
                : "the broker takes nothing now";
    }

    private static Problem storeAway() {
        return retryable(ErrorCode.STORE_UNAVAILABLE, "the database does not answer");
    }

    private static Problem unexpected(Throwable failure) {
        String traceId = Ids.newMessageId(System.currentTimeMillis());
        LOG.error("INTERNAL, trace id {}", traceId, failure);
        return Problems.builder(ErrorCode.INTERNAL, "something is broken here; the trace id finds it in the log")
                .setTraceId(traceId)
                .setRetryAfterMillis(RETRY_AFTER_MILLIS)
                .build();
    }
}
