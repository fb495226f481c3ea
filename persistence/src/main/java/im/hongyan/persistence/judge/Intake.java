package im.hongyan.persistence.judge;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.wire.Ids;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a batch are: messages that the tables can hold, and refuse. A record is refused for what it is, never
 * for the state of a server, so that a second try could not end otherwise.
 *
 * @param messages the sound records, in order
 * @param refusal why others are none, without their content; null when all are sound
 */
public record Intake(List<Incoming> messages, @Nullable String refusal) {
    /** Numbers beyond this are not exact as the score of a Redis set or as a number of JavaScript. */
    public static final long HIGHEST_SEQUENCE = 1L << 53;

    /** Those of a text, all different. */
    private static final int MOST_MENTIONS = WireLimits.MENTIONS;

    public static Intake of(List<ByteString> records, int mostBytes) {
        List<Incoming> messages = new ArrayList<>(records.size());
        String refusal = null;
        for (int index = 0; index < records.size(); index++) {
            try {
                messages.add(read(records.get(index), mostBytes));
            } catch (RefusedException refused) {
                refusal = refusal == null
                        ? "record " + (index + 1) + " of " + records.size() + ": " + refused.getMessage()
                        : refusal;
            }
        }
        return new Intake(messages, refusal);
    }

    private static Incoming read(ByteString bytes, int mostBytes) throws RefusedException {
        MessageEvent event;
        try {
            event = MessageEvent.parseFrom(bytes);
        } catch (InvalidProtocolBufferException unreadable) {
            throw new RefusedException("not a message event");
        }
        require(Ids.isId(event.getTenant()), "tenant is an id");
        require(Ids.isConversation(event.getConversation()), "conversation is the id of a conversation");
        require(event.getSender().isEmpty() || Ids.isId(event.getSender()), "sender is empty or an id");
        require(Ids.isClientMessageId(event.getClientMessageId()), "client_message_id is a client message id");
        require(Ids.isId(event.getMessageId()), "message_id is an id");
        require(event.getSequence() >= 1 && event.getSequence() <= HIGHEST_SEQUENCE, "sequence is 1 to 2^53");
        require(event.getMessage().size() <= mostBytes, "message is at most " + mostBytes + " bytes");
        require(event.getMentionsCount() <= MOST_MENTIONS, "mentions are at most " + MOST_MENTIONS);
        require(
                event.getMentionsList().stream().allMatch(user -> user.isEmpty() || Ids.isId(user)),
                "a mention is empty or an id");
        try {
            require(Envelope.sequence(event.getMessage()) == event.getSequence(), "message carries another sequence");
        } catch (IOException unreadable) {
            throw new RefusedException("message is not an encoded message");
        }
        require(event.getChanges() >= 0, "changes is 0 or a sequence");
        require(event.getChanges() == 0 || isMessage(event.getMessage()), "what changes another is a message");
        ConversationKey conversation = new ConversationKey(event.getTenant(), event.getConversation());
        return new Incoming(new ClientKey(conversation, event.getSender(), event.getClientMessageId()), event);
    }

    private static boolean isMessage(ByteString bytes) {
        try {
            return Message.parseFrom(bytes).hasContent();
        } catch (InvalidProtocolBufferException unreadable) {
            return false;
        }
    }

    private static void require(boolean holds, String rule) throws RefusedException {
        if (!holds) {
            throw new RefusedException(rule);
        }
    }

    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String rule) {
            super(rule, null, false, false);
        }
    }
}
