package im.hongyan.persistence.store;

import com.google.protobuf.ByteString;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Text;

/** Messages for tests. */
public final class Samples {
    public static final ConversationKey DIRECT = new ConversationKey("default", "d:alice:bob");
    public static final ConversationKey GROUP = new ConversationKey("default", "g:team");

    private Samples() {}

    public static MessageEvent event(ConversationKey conversation, long sequence, String sender, String id) {
        return event(conversation, sequence, sender, id, "text of " + id);
    }

    public static MessageEvent event(
            ConversationKey conversation, long sequence, String sender, String id, String text) {
        Message message = Message.newBuilder()
                .setConversation(conversation.conversation())
                .setSequence(sequence)
                .setMessageId("m-" + id)
                .setSender(sender)
                .setClientMessageId(id)
                .setTime(1_000 + sequence)
                .setContent(Content.newBuilder().setText(Text.newBuilder().setText(text)))
                .build();
        return MessageEvent.newBuilder()
                .setTenant(conversation.tenant())
                .setConversation(conversation.conversation())
                .setSequence(sequence)
                .setSender(sender)
                .setClientMessageId(id)
                .setMessageId("m-" + id)
                .setTime(1_000 + sequence)
                .setPayloadHash(text.hashCode())
                .setMessage(message.toByteString())
                .build();
    }

    public static LogEntry entry(ConversationKey conversation, long sequence, String sender, String id) {
        return entry(event(conversation, sequence, sender, id));
    }

    public static LogEntry entry(MessageEvent event) {
        ConversationKey conversation = new ConversationKey(event.getTenant(), event.getConversation());
        ClientKey key = new ClientKey(conversation, event.getSender(), event.getClientMessageId());
        return new LogEntry(key, event.getSequence(), event.getMessage(), event);
    }

    public static ByteString bytes(int size) {
        return ByteString.copyFrom(new byte[size]);
    }
}
