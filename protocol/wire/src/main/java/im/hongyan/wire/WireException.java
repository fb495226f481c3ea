package im.hongyan.wire;

import org.jspecify.annotations.Nullable;

/** The peer broke the protocol. The one exception that decoding throws; its message names the rule and the limit. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int requestId;
    private final @Nullable String field;

    public WireException(ErrorCode code, String message) {
        this(code, message, 0);
    }

    public WireException(ErrorCode code, String message, int requestId) {
        this(code, message, requestId, null);
    }

    public WireException(ErrorCode code, String message, int requestId, @Nullable String field) {
        super(message, null, false, false);
        this.code = code;
        this.requestId = requestId;
        this.field = field;
    }

    /** The code to answer with. */
    public ErrorCode code() {
        return code;
    }

    /** The request that is refused; 0 when the header could not be read. */
    public int requestId() {
        return requestId;
    }

    /** The field that broke the rule, as its path in {@code frames.proto}; null when it is not about one field. */
    public @Nullable String field() {
        return field;
    }

    /**
     * Whether the stream can go on after this frame: its end was found, only its type is unknown (UNKNOWN_COMMAND) or a
     * field of its JSON is refused (INVALID_FIELD).
     */
    public boolean recoverable() {
        return code == ErrorCode.UNKNOWN_COMMAND || code == ErrorCode.INVALID_FIELD;
    }
}
