package im.hongyan.link.call;

import im.hongyan.wire.ErrorCode;

/** An inner call got no answer. Always retryable for whoever asked from outside. */
public final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public CallException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /**
     * BUSY (too many in flight) and SERVICE_UNAVAILABLE (no instance took the call): certainly not done. TIMEOUT (no answer
     * in time, or the connection broke while waiting), STORE_UNAVAILABLE (the handler's database does not answer; handlers may end
     * with it) and INTERNAL (the handler failed): perhaps done.
     */
    public ErrorCode code() {
        return code;
    }

    /** Whether the work may have been done. */
    public boolean outcomeUnknown() {
        return code != ErrorCode.BUSY && code != ErrorCode.SERVICE_UNAVAILABLE;
    }
}
