package im.hongyan.gateway.lane;

import im.hongyan.link.call.CallException;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import java.util.concurrent.ThreadLocalRandom;

/** What a client is told when an inner call gave no answer: always something to try again, spread in time. */
public final class CallFailures {
    private static final int RETRY_MILLIS = 500;

    private CallFailures() {}

    /** The refusal for this failure. */
    public static Problem problem(Throwable failure) {
        ErrorCode code = failure instanceof CallException call ? call.code() : ErrorCode.INTERNAL;
        return Problems.retryAfter(code, text(code), retryMillis());
    }

    /** When to try again, with jitter. */
    public static long retryMillis() {
        return RETRY_MILLIS + ThreadLocalRandom.current().nextLong(RETRY_MILLIS);
    }

    private static String text(ErrorCode code) {
        return switch (code) {
            case BUSY -> "the server is busy; nothing was done";
            case TIMEOUT -> "no answer in time; it may have been done";
            case SERVICE_UNAVAILABLE -> "the service does not answer now";
            default -> "something went wrong here; it may have been done";
        };
    }
}
