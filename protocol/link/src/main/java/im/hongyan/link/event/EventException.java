package im.hongyan.link.event;

import im.hongyan.wire.ErrorCode;

/** An event was not confirmed. */
public final class EventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public EventException(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** BUSY: certainly not published; BROKER_UNAVAILABLE: unknown. */
    public ErrorCode code() {
        return code;
    }
}
