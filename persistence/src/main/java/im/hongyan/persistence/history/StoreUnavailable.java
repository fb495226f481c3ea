package im.hongyan.persistence.history;

import im.hongyan.link.call.CallException;
import im.hongyan.wire.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How callers learn that the database does not answer. */
final class StoreUnavailable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreUnavailable.class);

    private StoreUnavailable() {}

    /** The answer to a call that met this failure. */
    static CallException from(Throwable failure) {
        if (failure instanceof CallException answer) {
            return answer;
        }
        LOG.warn("a read of the message log failed: {}", failure.toString());
        return new CallException(ErrorCode.STORE_UNAVAILABLE, "the message log does not answer");
    }
}
