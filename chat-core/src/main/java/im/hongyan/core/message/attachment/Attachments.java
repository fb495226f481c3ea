package im.hongyan.core.message.attachment;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.frame.Content;
import reactor.core.publisher.Mono;

/** The files that messages carry. */
@FunctionalInterface
public interface Attachments {

    /**
     * Makes what this content names readable in the conversation; nothing happens when it is readable there. Errors with
     * {@link im.hongyan.core.refusal.Refused} when the sender may not read it. Said again for a repeat.
     */
    Mono<Void> attach(Principal sender, ConversationKey conversation, Content content);

    /** Whether content of this kind may name files. */
    static boolean mayBeIn(Content content) {
        return switch (content.getKindCase()) {
            case IMAGE, VOICE, VIDEO, FILE -> true;
            case TEXT, LOCATION, CARD, CUSTOM, RECALL, EDIT, REACTION, SYSTEM, KIND_NOT_SET -> false;
        };
    }
}
