package im.hongyan.cli.talk;

import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.ReactionCount;
import im.hongyan.wire.frame.System;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the verbs print of messages: keys that stay as they are. */
public final class Printed {
    private Printed() {}

    public static Map<String, Object> accepted(Accepted accepted) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("clientMessageId", accepted.getClientMessageId());
        object.put("conversation", accepted.getConversation());
        object.put("sequence", accepted.getSequence());
        object.put("messageId", accepted.getMessageId());
        object.put("duplicate", accepted.getDuplicate());
        return object;
    }

    static Map<String, Object> message(Message message) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("conversation", message.getConversation());
        object.put("sequence", message.getSequence());
        object.put("sender", message.getSender());
        object.put("clientMessageId", message.getClientMessageId());
        object.put("text", text(message));
        object.put("messageId", message.getMessageId());
        object.put("time", message.getTime());
        if (message.hasRecalled()) {
            object.put("recalledBy", message.getRecalled().getBy());
            object.put("recalledAt", message.getRecalled().getTime());
        }
        if (message.getRevision() != 0) {
            object.put("revision", message.getRevision());
            object.put("editedAt", message.getEditedAt());
        }
        Content content = message.getContent();
        if (content.getText().hasQuote()) {
            object.put("quotes", content.getText().getQuote().getSequence());
        }
        if (content.getText().getMentionsCount() > 0) {
            object.put(
                    "mentions",
                    content.getText().getMentionsList().stream()
                            .map(mention -> mention.getUser().isEmpty() ? "*" : mention.getUser())
                            .distinct()
                            .toList());
        }
        if (content.getForwarded()) {
            object.put("forwarded", true);
        }
        reactions(message, object);
        changes(message.getContent(), object);
        return object;
    }

    private static void reactions(Message message, Map<String, Object> object) {
        List<Map<String, Object>> reactions = new ArrayList<>();
        for (ReactionCount count : message.getReactionsList()) {
            if (count.getCount() > 0) {
                Map<String, Object> reaction = new LinkedHashMap<>();
                reaction.put("reaction", count.getReaction());
                reaction.put("count", count.getCount());
                reaction.put("mine", count.getMine());
                reactions.add(reaction);
            }
        }
        if (!reactions.isEmpty()) {
            object.put("reactions", reactions);
        }
    }

    /** Which message this one changes. */
    private static void changes(Content content, Map<String, Object> object) {
        if (content.hasRecall()) {
            object.put("recalls", content.getRecall().getSequence());
        } else if (content.hasEdit()) {
            object.put("edits", content.getEdit().getSequence());
        } else if (content.hasReaction()) {
            object.put("reactsTo", content.getReaction().getSequence());
        }
    }

    /** What a message says, in words. */
    public static String text(Message message) {
        return message.hasRecalled()
                ? "[recalled by " + message.getRecalled().getBy() + "]"
                : text(message.getContent());
    }

    /** The content in words. */
    private static String text(Content content) {
        return switch (content.getKindCase()) {
            case TEXT -> content.getText().getText();
            case IMAGE -> "[image]";
            case VOICE -> "[voice]";
            case VIDEO -> "[video]";
            case FILE -> "[file " + content.getFile().getName() + "]";
            case LOCATION -> "[location " + content.getLocation().getLabel() + "]";
            case CARD -> "[card]";
            case CUSTOM -> content.getCustom().getFallback();
            case RECALL -> "[recalls " + content.getRecall().getSequence() + "]";
            case EDIT ->
                "[edits " + content.getEdit().getSequence() + "] "
                        + content.getEdit().getText().getText();
            case REACTION ->
                "[" + (content.getReaction().getRemoved() ? "no more " : "")
                        + content.getReaction().getReaction() + " to "
                        + content.getReaction().getSequence() + "]";
            case SYSTEM -> system(content);
            case KIND_NOT_SET -> "";
        };
    }

    private static String system(Content content) {
        System system = content.getSystem();
        if (!system.getText().isEmpty()) {
            return system.getText();
        }
        String users = String.join(", ", system.getUsersList());
        return switch (system.getEvent()) {
            case "group.created" -> system.getActor() + " made this group with " + users;
            case "group.members.added" -> system.getActor() + " added " + users;
            case "group.members.removed" ->
                users.equals(system.getActor()) ? users + " left" : system.getActor() + " removed " + users;
            case "group.changed" -> system.getActor() + " changed the name or the announcement of this group";
            case "group.owner.changed" -> system.getActor() + " gave this group to " + users;
            case "group.admins.added" -> system.getActor() + " made " + users + " an admin";
            case "group.admins.removed" -> system.getActor() + " dismissed " + users + " as an admin";
            case "group.members.muted" -> system.getActor() + " muted " + users + until(system);
            case "group.members.unmuted" -> system.getActor() + " lets " + users + " speak again";
            case "group.muted" -> system.getActor() + " muted this group" + until(system);
            case "group.unmuted" -> system.getActor() + " lets everybody speak again";
            case "group.dissolved" -> system.getActor() + " dissolved this group";
            default -> system.getEvent() + " " + users;
        };
    }

    private static String until(System mute) {
        return " until " + Instant.ofEpochMilli(mute.getUntil());
    }
}
