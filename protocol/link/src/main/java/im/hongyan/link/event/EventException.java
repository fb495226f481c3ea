package im.hongyan.link.event;

import im.hongyan.wire.ErrorCode;

/** An event was not confirmed. */
public final class EventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final boolean refused;

    private EventException(ErrorCode code, boolean refused, String message) {
        super(message, null, false, false);
        this.code = code;
        this.refused = refused;
    }

    /** Certainly not published. */
    public static EventException refused(ErrorCode code, String message) {
        return new EventException(code, true, message);
    }

    /** Published or not. */
    public static EventException unknown(String message) {
        return new EventException(ErrorCode.BROKER_UNAVAILABLE, false, message);
    }

    /** What to tell who asked: BUSY when a bound of ours is reached, BROKER_UNAVAILABLE else. */
    public ErrorCode code() {
        return code;
    }

    /** Whether the record was certainly not published. */
    public boolean refused() {
        return refused;
    }
}
