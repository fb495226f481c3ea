package im.hongyan.core.message;

import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Mention;
import java.util.Set;
import java.util.stream.Collectors;

/** What a message asks of those who get it: to be read, and of whom by name. */
final class Attention {
    private Attention() {}

    /** Whether it makes the conversation unread for the others. What changes another message does not, nor what the system tells. */
    static boolean counts(Content content) {
        return switch (content.getKindCase()) {
            case TEXT, IMAGE, VOICE, VIDEO, FILE, LOCATION, CARD, CUSTOM -> true;
            case RECALL, EDIT, REACTION, SYSTEM, KIND_NOT_SET -> false;
        };
    }

    /** The users whom it mentions; an empty one is everybody. */
    static Set<String> mentions(Content content) {
        return content.getText().getMentionsList().stream()
                .map(Mention::getUser)
                .collect(Collectors.toUnmodifiableSet());
    }
}
