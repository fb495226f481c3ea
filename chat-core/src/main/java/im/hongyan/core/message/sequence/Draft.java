package im.hongyan.core.message.sequence;

import com.google.protobuf.ByteString;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.link.proto.MessageKey;
import im.hongyan.wire.frame.Content;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * A message that has no number yet.
 *
 * @param sender empty for the system
 * @param messageId of this attempt; an earlier attempt's wins
 * @param payloadHash of target and content: the same client id with another payload is a conflict
 * @param resend it may have been sent before
 * @param alsoNotify who must learn of it beside the members
 */
public record Draft(
        ConversationKey key,
        String sender,
        String device,
        String clientMessageId,
        String messageId,
        Content content,
        long payloadHash,
        boolean resend,
        List<String> alsoNotify) {

    /** How the store knows it. */
    public MessageKey storeKey() {
        return MessageKey.newBuilder()
                .setConversation(key.conversation())
                .setSender(sender)
                .setClientMessageId(clientMessageId)
                .build();
    }

    /** The message that one of this content changes; 0: none. */
    public static long changed(Content content) {
        return switch (content.getKindCase()) {
            case RECALL -> content.getRecall().getSequence();
            case EDIT -> content.getEdit().getSequence();
            case REACTION -> content.getReaction().getSequence();
            default -> 0;
        };
    }

    /** The first 64 bits of SHA-256 over the conversation's id, a zero byte and the encoded content. */
    public static long payloadHash(String conversation, Content content) {
        MessageDigest digest = sha256();
        digest.update(conversation.getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) 0);
        ByteString encoded = content.toByteString();
        byte[] hash = digest.digest(encoded.toByteArray());
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = (bits << 8) | (hash[i] & 0xFF);
        }
        return bits;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
