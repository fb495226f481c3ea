package im.hongyan.core.rig;

import com.google.protobuf.ByteString;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Text;

/** Puts messages into the log of a test without sending them. */
public final class Stored {
    private Stored() {}

    /** The numbers {@code from} to {@code to}, inclusive, each with a text of this many characters. */
    public static void fill(LogDouble log, String conversation, long from, long to, int characters) {
        for (long sequence = from; sequence <= to; sequence++) {
            log.store(event(conversation, sequence, characters));
        }
    }

    private static ByteString event(String conversation, long sequence, int characters) {
        Message message = Message.newBuilder()
                .setConversation(conversation)
                .setSequence(sequence)
                .setSender("bob")
                .setContent(Content.newBuilder().setText(Text.newBuilder().setText("x".repeat(characters))))
                .build();
        return MessageEvent.newBuilder()
                .setTenant("default")
                .setConversation(conversation)
                .setSequence(sequence)
                .setSender("bob")
                .setClientMessageId("c" + sequence)
                .setMessage(message.toByteString())
                .build()
                .toByteString();
    }
}
