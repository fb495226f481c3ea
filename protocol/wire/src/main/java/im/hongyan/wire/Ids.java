package im.hongyan.wire;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How ids look, and how the id of a conversation is made. Ids of tenants, users, devices and groups have 1 to 64 characters
 * of {@code A-Z a-z 0-9 . _ @ -}, and are neither {@code .} nor {@code ..}; {@code :} and {@code /} are ours. See {@code docs/protocol.md}, "Ids".
 */
public final class Ids {
    /** What the id of a tenant, user, device or group that is none breaks. */
    public static final String RULE = "must be 1 to 64 characters of A-Z a-z 0-9 . _ @ -, and neither . nor ..";

    /** The tenant of whoever names none. */
    public static final String DEFAULT_TENANT = "default";

    private static final String DIRECT = "d:";
    private static final String GROUP = "g:";

    private Ids() {}

    /** The tenant that an {@code app} field names. */
    public static String tenant(String app) {
        return app.isEmpty() ? DEFAULT_TENANT : app;
    }

    /** Whether this may be the id of a tenant, user, device or group. */
    public static boolean isId(String text) {
        return isId(text, 0, text.length());
    }

    private static boolean isId(String text, int from, int to) {
        if (to <= from || to - from > WireLimits.ID_CHARS || isDots(text, from, to)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '@' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** In an address or a path these are not names: whoever asks for a member {@code ..} would reach the group. */
    private static boolean isDots(String text, int from, int to) {
        return text.charAt(from) == '.' && (to - from == 1 || (to - from == 2 && text.charAt(from + 1) == '.'));
    }

    /** Whether this may be a client message id: 1 to 64 characters of {@code A-Z a-z 0-9 _ -}. */
    public static boolean isClientMessageId(String text) {
        if (text.isEmpty() || text.length() > WireLimits.ID_CHARS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }

    /** The direct conversation of two users, in whichever order; of one user with itself when both are the same. */
    public static String direct(String user, String peer) {
        return user.compareTo(peer) <= 0 ? DIRECT + user + ':' + peer : DIRECT + peer + ':' + user;
    }

    /** The conversation of a group. */
    public static String group(String groupId) {
        return GROUP + groupId;
    }

    /** Whether this is the id of a direct or a group conversation in the one form that it may have. */
    public static boolean isConversation(String text) {
        return groupOf(text) != null || !directMembers(text).isEmpty();
    }

    /** The group whose conversation this is; null when it is no conversation of a group. */
    public static @Nullable String groupOf(String conversation) {
        return conversation.startsWith(GROUP) && isId(conversation, GROUP.length(), conversation.length())
                ? conversation.substring(GROUP.length())
                : null;
    }

    /** The users of a direct conversation: two, or one alone with itself; empty when it is no direct conversation. */
    public static List<String> directMembers(String conversation) {
        int colon = conversation.indexOf(':', DIRECT.length());
        if (!conversation.startsWith(DIRECT)
                || colon < 0
                || !isId(conversation, DIRECT.length(), colon)
                || !isId(conversation, colon + 1, conversation.length())) {
            return List.of();
        }
        String lower = conversation.substring(DIRECT.length(), colon);
        String higher = conversation.substring(colon + 1);
        int order = lower.compareTo(higher);
        if (order == 0) {
            return List.of(lower);
        }
        return order < 0 ? List.of(lower, higher) : List.of();
    }

    /** The other user of a direct conversation (oneself when alone); null when the user is not in it. */
    public static @Nullable String peerOf(String conversation, String user) {
        List<String> members = directMembers(conversation);
        if (!members.contains(user)) {
            return null;
        }
        return members.getFirst().equals(user) ? members.getLast() : members.getFirst();
    }

    /**
     * A fresh client message id: 128 random bits in 22 characters. Never blocks: unique, not secret; the sender is part of
     * every key that it is used in.
     */
    public static String newClientMessageId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] bits = ByteBuffer.allocate(16)
                .putLong(random.nextLong())
                .putLong(random.nextLong())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** A fresh message id: a UUIDv7 (RFC 9562 §5.7) of this time. Never blocks: unique, not secret. */
    public static String newMessageId(long epochMillis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = epochMillis << 16 | 7L << 12 | (random.nextLong() & 0x0FFF);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
