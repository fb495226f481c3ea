package im.hongyan.wire;

import com.google.protobuf.MessageLite;
import im.hongyan.wire.frame.FrameType;

/**
 * One frame of the client protocol.
 *
 * @param type what the body is
 * @param requestId unsigned 32 bits; an answer repeats the id of its request, 0 where nothing is asked
 * @param body the message of that type
 */
public record Frame(FrameType type, int requestId, MessageLite body) {

    public Frame {
        Class<?> expected = FrameTypes.emptyBody(type).getClass();
        if (body.getClass() != expected) {
            throw new IllegalArgumentException("the body of " + type + " is a " + expected.getSimpleName() + ", not a "
                    + body.getClass().getSimpleName());
        }
    }

    /** A frame that answers nothing and asks for no answer. */
    public static Frame of(FrameType type, MessageLite body) {
        return new Frame(type, 0, body);
    }
}
