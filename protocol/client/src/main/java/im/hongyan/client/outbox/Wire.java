package im.hongyan.client.outbox;

import com.google.protobuf.MessageLite;
import im.hongyan.wire.frame.FrameType;

/** The connection as its users see it: frames out. */
public interface Wire {
    /** Sends a request; its answer will carry the returned id, which is never 0. */
    int ask(FrameType type, MessageLite body);

    /** Sends a frame that asks for no answer. */
    void tell(FrameType type, MessageLite body);
}
