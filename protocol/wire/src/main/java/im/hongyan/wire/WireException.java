package im.hongyan.wire;

/** The peer broke the protocol. The one exception that decoding throws; its message names the rule and the limit. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int requestId;

    public WireException(ErrorCode code, String message) {
        this(code, message, 0);
    }

    public WireException(ErrorCode code, String message, int requestId) {
        super(message, null, false, false);
        this.code = code;
        this.requestId = requestId;
    }

    /** The code to answer with. */
    public ErrorCode code() {
        return code;
    }

    /** The request that is refused; 0 when the header could not be read. */
    public int requestId() {
        return requestId;
    }

    /** Whether the stream can go on after this frame: the header was sound and the body was skipped (UNKNOWN_COMMAND). */
    public boolean recoverable() {
        return code == ErrorCode.UNKNOWN_COMMAND || code == ErrorCode.INVALID_FIELD;
    }
}
