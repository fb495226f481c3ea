package im.hongyan.link.call.rsocket.frame;

import im.hongyan.link.call.CallException;
import im.hongyan.wire.ErrorCode;
import io.rsocket.exceptions.CustomRSocketException;
import io.rsocket.frame.ErrorFrameCodec;

/** How a call ended, as it travels: one byte in an answer, an application error code on a stream. */
public enum CallStatus {
    ANSWERED(0, ErrorCode.INTERNAL, "was answered"),
    /** Certainly not begun: too much at work. */
    BUSY(1, ErrorCode.BUSY, "was refused, too much is at work there"),
    /** Certainly not begun: nobody answers this route. */
    NOT_SERVED(2, ErrorCode.SERVICE_UNAVAILABLE, "is not answered there"),
    /** The handler broke. */
    BROKEN(3, ErrorCode.INTERNAL, "broke where it is handled"),
    /** The handler knows why it cannot answer: its database does not. */
    STORE_AWAY(4, ErrorCode.STORE_UNAVAILABLE, "gets no answer from the store there");

    private final int wire;
    private final ErrorCode code;
    private final String what;

    CallStatus(int wire, ErrorCode code, String what) {
        this.wire = wire;
        this.code = code;
        this.what = what;
    }

    /** As it travels. */
    public int wire() {
        return wire;
    }

    /** The status of a byte; an unknown one is a broken answer. */
    public static CallStatus of(int wire) {
        return switch (wire) {
            case 0 -> ANSWERED;
            case 1 -> BUSY;
            case 2 -> NOT_SERVED;
            case 4 -> STORE_AWAY;
            default -> BROKEN;
        };
    }

    /** The status of what a handler ended with. */
    public static CallStatus ofFailure(Throwable failure) {
        return failure instanceof CallException known && known.code() == ErrorCode.STORE_UNAVAILABLE
                ? STORE_AWAY
                : BROKEN;
    }

    /** The status of a stream's error code. */
    public static CallStatus ofErrorCode(int errorCode) {
        CallStatus status = of(errorCode - ErrorFrameCodec.MIN_USER_ALLOWED_ERROR_CODE);
        return status == ANSWERED ? BROKEN : status;
    }

    public CallException exception(String service, String route) {
        return new CallException(code, route + " of " + service + " " + what);
    }

    public CustomRSocketException streamError() {
        return new CustomRSocketException(ErrorFrameCodec.MIN_USER_ALLOWED_ERROR_CODE + wire, name());
    }
}
