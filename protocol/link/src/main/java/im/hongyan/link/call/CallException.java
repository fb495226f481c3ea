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

    /** BUSY, TIMEOUT, SERVICE_UNAVAILABLE or INTERNAL. */
    public ErrorCode code() {
        return code;
    }
}
