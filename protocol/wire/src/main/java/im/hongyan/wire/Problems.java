package im.hongyan.wire;

import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes the one form of a refusal. Messages name the rule and the limit; they never echo what was sent. A field is the path
 * in {@code frames.proto}, such as {@code content.text.mentions}, with the index of an element where that helps, such as
 * {@code cursors[3].after}.
 */
public final class Problems {
    private Problems() {}

    public static Problem of(ErrorCode code, String message) {
        return builder(code, message).build();
    }

    /** A refusal because of one field. */
    public static Problem ofField(ErrorCode code, String field, String message) {
        return builder(code, message).setField(field).build();
    }

    /** An INVALID_FIELD. */
    public static Problem invalid(String field, String message) {
        return ofField(ErrorCode.INVALID_FIELD, field, message);
    }

    /** A refusal that may be tried again, but not before this time. */
    public static Problem retryAfter(ErrorCode code, String message, long millis) {
        return builder(code, message).setRetryAfterMillis(millis).build();
    }

    /** CURSOR_AHEAD: the cursor is above what is stored. */
    public static Problem cursorAhead(long head) {
        return builder(ErrorCode.CURSOR_AHEAD, "the cursor is above the head of the conversation")
                .setHead(head)
                .build();
    }

    /** MEMBER_MUTED or GROUP_MUTED: the sender may not speak before this time. */
    public static Problem muted(ErrorCode code, Instant until) {
        return builder(code, "muted here until " + until)
                .setUntil(until.toEpochMilli())
                .build();
    }

    /** What decoding refused. */
    public static Problem of(WireException broken) {
        String message = broken.getMessage();
        Problem.Builder problem = builder(broken.code(), message == null ? "" : message);
        String field = broken.field();
        return field == null ? problem.build() : problem.setField(field).build();
    }

    /** The ERROR frame that answers this request; requestId 0 is the connection itself. */
    public static Frame frame(int requestId, Problem problem) {
        return new Frame(FrameType.ERROR, requestId, problem);
    }

    /** With code, text and retryable set. */
    public static Problem.Builder builder(ErrorCode code, String message) {
        return Problem.newBuilder().setCode(code.name()).setMessage(message).setRetryable(code.retryable());
    }

    /** Whether this says that something was refused; an empty problem is the absence of one. */
    public static boolean isRefusal(Problem problem) {
        return !problem.getCode().isEmpty();
    }

    /** The code of a problem; null when it is empty or not in this version's catalogue. */
    public static @Nullable ErrorCode code(Problem problem) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(problem.getCode())) {
                return code;
            }
        }
        return null;
    }
}
