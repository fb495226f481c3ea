package im.hongyan.core.message.change;

import im.hongyan.core.conversation.GroupMembers.Role;
import im.hongyan.core.conversation.Membership;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.FoundTarget;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Content.KindCase;
import im.hongyan.wire.frame.Reaction;
import im.hongyan.wire.frame.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of who wants to change what.
 *
 * @param sender of the messages that are judged
 * @param membership what they see of the conversation
 * @param roles in a group, of the sender and of those whose messages they recall, as far as they are in it
 * @param strangers who are mentioned and not in the conversation
 * @param nowMillis as this server's clock tells it
 */
record Judgement(
        String sender,
        Membership membership,
        Targets.Found found,
        Windows windows,
        Map<String, Role> roles,
        Set<String> strangers,
        long nowMillis) {

    /**
     * For how long a message can be changed by its sender.
     *
     * @param recall zero: never
     * @param edit zero: never
     */
    record Windows(Duration recall, Duration edit) {}

    /** Why this content may not be sent; empty when it may. */
    Optional<Refused> refusal(Content content) {
        try {
            switch (content.getKindCase()) {
                case RECALL -> checkRecall(target(content.getRecall().getSequence()));
                case TEXT -> checkText(content.getText());
                case EDIT -> {
                    checkMentions(
                            "content.edit.text.mentions.user", content.getEdit().getText());
                    checkEdit(target(content.getEdit().getSequence()));
                }
                case REACTION -> checkReaction(content.getReaction());
                default -> {}
            }
            return Optional.empty();
        } catch (Refused no) {
            return Optional.of(no);
        }
    }

    private FoundTarget target(long sequence) {
        if (sequence <= membership.joinSequence() || sequence > membership.leaveSequence()) {
            throw Targets.Found.notFound();
        }
        return found.get(sequence);
    }

    private void checkText(Text text) {
        checkMentions("content.text.mentions.user", text);
        if (text.hasQuote()) {
            FoundTarget target = target(text.getQuote().getSequence());
            if (!isSaid(target)) {
                throw Refused.invalid(
                        "content.text.quote.sequence", "must be of a message that somebody sent, and no change");
            }
            String id = text.getQuote().getMessageId();
            if (!id.isEmpty() && !id.equals(target.getMessageId())) {
                throw Refused.invalid("content.text.quote.message_id", "must be empty or that of the message");
            }
        }
    }

    private void checkMentions(String field, Text text) {
        if (text.getMentionsList().stream().anyMatch(mention -> strangers.contains(mention.getUser()))) {
            throw Refused.invalid(field, "must be empty or a member of the conversation");
        }
    }

    private void checkRecall(FoundTarget target) {
        if (!isSaid(target)) {
            throw Refused.invalid("content.recall.sequence", "must be of a message that somebody sent, and no change");
        }
        if (!target.getSender().equals(sender)) {
            checkStandsAbove(target.getSender());
        } else {
            checkWindow(windows.recall, target, "recalled");
        }
    }

    private void checkEdit(FoundTarget target) {
        if (!target.getSender().equals(sender)) {
            throw Refused.of(ErrorCode.NO_PERMISSION, "only who sent a message may edit it");
        }
        if (kind(target) != KindCase.TEXT) {
            throw Refused.invalid("content.edit.sequence", "must be of a text");
        }
        checkWindow(windows.edit, target, "edited");
    }

    private void checkReaction(Reaction reaction) {
        FoundTarget target = target(reaction.getSequence());
        if (!isSaid(target)) {
            throw Refused.invalid(
                    "content.reaction.sequence", "must be of a message that somebody sent, and no change");
        }
        List<String> others = target.getReactionsList();
        if (!reaction.getRemoved()
                && others.size() >= WireLimits.REACTIONS
                && !others.contains(reaction.getReaction())) {
            throw new Refused(Problems.ofField(
                    ErrorCode.LIMIT_EXCEEDED,
                    "content.reaction.reaction",
                    "a message has at most " + WireLimits.REACTIONS + " different reactions"));
        }
    }

    /** The owner stands above the admins, and these above the others, who may be gone. */
    private void checkStandsAbove(String author) {
        Role mine = roles.getOrDefault(sender, Role.MEMBER);
        if (mine.compareTo(roles.getOrDefault(author, Role.MEMBER)) <= 0) {
            throw Refused.of(
                    ErrorCode.NO_PERMISSION,
                    "a message is recalled by who sent it; in a group the owner may recall everybody's, an admin those of"
                            + " ordinary members");
        }
    }

    private void checkWindow(Duration window, FoundTarget target, String done) {
        if (window.isZero()) {
            throw Refused.of(ErrorCode.NO_PERMISSION, "messages are not " + done + " here");
        }
        if (nowMillis - target.getTime() > window.toMillis()) {
            throw Refused.of(
                    ErrorCode.RECALL_WINDOW_PASSED,
                    "a message can be " + done + " within " + window.toSeconds() + " s of being sent");
        }
    }

    /** Neither the server's own nor one that changes another. */
    private static boolean isSaid(FoundTarget target) {
        return switch (kind(target)) {
            case TEXT, IMAGE, VOICE, VIDEO, FILE, LOCATION, CARD, CUSTOM -> true;
            case RECALL, EDIT, REACTION, SYSTEM, KIND_NOT_SET -> false;
        };
    }

    /** Not set for a kind of a later version. */
    private static KindCase kind(FoundTarget target) {
        KindCase kind = KindCase.forNumber(target.getKind());
        return kind == null ? KindCase.KIND_NOT_SET : kind;
    }
}
