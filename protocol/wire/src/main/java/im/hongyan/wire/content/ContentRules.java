package im.hongyan.wire.content;

import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Card;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Custom;
import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.File;
import im.hongyan.wire.frame.Image;
import im.hongyan.wire.frame.Location;
import im.hongyan.wire.frame.Mention;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Reaction;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import im.hongyan.wire.frame.Video;
import im.hongyan.wire.frame.Voice;
import org.jspecify.annotations.Nullable;

/**
 * What a client may send, whichever door it comes through: sockets and REST alike. These rules look at the message alone;
 * whether the sender may is decided elsewhere. See {@code docs/protocol.md}, "Messages and content".
 */
public final class ContentRules {
    private ContentRules() {}

    /** The first rule that this send breaks; null when it keeps them all. */
    public static @Nullable Problem check(Send send) {
        FieldRules rules = new FieldRules("");
        switch (send.getTargetCase()) {
            case CONVERSATION ->
                rules.rule(
                        Ids.isConversation(send.getConversation()), "conversation", "must be the id of a conversation");
            case PEER -> rules.id("peer", send.getPeer());
            case TARGET_NOT_SET -> rules.rule(false, "conversation", "a conversation or a peer must be named");
        }
        rules.rule(
                        Ids.isClientMessageId(send.getClientMessageId()),
                        "client_message_id",
                        "must be 1 to 64 characters of A-Z a-z 0-9 _ -")
                .required("content", send.hasContent());
        Problem problem = rules.problem();
        return problem != null ? problem : check(send.getContent());
    }

    /** The first rule that this content breaks; null when it keeps them all. */
    public static @Nullable Problem check(Content content) {
        Problem problem =
                switch (content.getKindCase()) {
                    case TEXT -> text(new FieldRules("content.text"), content.getText());
                    case IMAGE -> image(content.getImage());
                    case VOICE -> voice(content.getVoice());
                    case VIDEO -> video(content.getVideo());
                    case FILE -> file(content.getFile());
                    case LOCATION -> location(content.getLocation());
                    case CARD -> card(content.getCard());
                    case CUSTOM -> custom(content.getCustom());
                    case RECALL ->
                        new FieldRules("content.recall")
                                .atLeast(1, "sequence", content.getRecall().getSequence())
                                .problem();
                    case EDIT -> edit(content.getEdit());
                    case REACTION -> reaction(content.getReaction());
                    case SYSTEM ->
                        Problems.ofField(
                                ErrorCode.NO_PERMISSION, "content.system", "only the server sends system content");
                    case KIND_NOT_SET -> Problems.invalid("content", "must be of one of the kinds of this version");
                };
        if (problem == null && content.getForwarded() && isChange(content)) {
            return Problems.invalid("content.forwarded", "must not be set on what changes another message");
        }
        if (problem == null && content.getSerializedSize() > WireLimits.CONTENT_BYTES) {
            return Problems.invalid("content", "must have at most " + WireLimits.CONTENT_BYTES + " bytes encoded");
        }
        return problem;
    }

    private static boolean isChange(Content content) {
        return content.hasRecall() || content.hasEdit() || content.hasReaction();
    }

    private static @Nullable Problem text(FieldRules rules, Text text) {
        rules.required("text", !text.getText().isEmpty())
                .text("text", text.getText(), WireLimits.TEXT_CODE_POINTS, WireLimits.TEXT_BYTES)
                .rule(
                        text.getMentionsCount() <= WireLimits.MENTIONS,
                        "mentions",
                        "must be at most " + WireLimits.MENTIONS);
        if (rules.problem() != null) {
            return rules.problem();
        }
        for (Mention mention : text.getMentionsList()) {
            long end = Integer.toUnsignedLong(mention.getStart()) + Integer.toUnsignedLong(mention.getLength());
            rules.rule(
                            mention.getUser().isEmpty() || Ids.isId(mention.getUser()),
                            "mentions.user",
                            "must be empty or the id of a user")
                    .rule(end <= text.getText().length(), "mentions.start", "must lie within the text");
        }
        if (text.hasQuote()) {
            rules.atLeast(1, "quote.sequence", text.getQuote().getSequence())
                    .rule(
                            text.getQuote().getMessageId().isEmpty()
                                    || Ids.isId(text.getQuote().getMessageId()),
                            "quote.message_id",
                            "must be empty or the id of a message");
        }
        return rules.problem();
    }

    private static @Nullable Problem edit(Edit edit) {
        Problem problem = new FieldRules("content.edit")
                .atLeast(1, "sequence", edit.getSequence())
                .required("text", edit.hasText())
                .rule(!edit.getText().hasQuote(), "text.quote", "must not be set: the quote stays as it was")
                .rule(edit.getRevision() == 0, "revision", "must not be set: the server counts")
                .problem();
        return problem != null ? problem : text(new FieldRules("content.edit.text"), edit.getText());
    }

    private static @Nullable Problem reaction(Reaction reaction) {
        String text = reaction.getReaction();
        return new FieldRules("content.reaction")
                .atLeast(1, "sequence", reaction.getSequence())
                .required("reaction", !text.isEmpty())
                .text("reaction", text, WireLimits.REACTION_CODE_POINTS, WireLimits.TEXT_BYTES)
                .rule(
                        text.codePoints()
                                .noneMatch(c -> Character.isWhitespace(c)
                                        || Character.isSpaceChar(c)
                                        || Character.isISOControl(c)),
                        "reaction",
                        "must have no space and no control")
                .rule(reaction.getCount() == 0, "count", "must not be set: the server counts")
                .rule(reaction.getChange() == 0, "change", "must not be set: the server counts")
                .problem();
    }

    private static @Nullable Problem image(Image image) {
        return new FieldRules("content.image")
                .required("media", !image.getMedia().isEmpty())
                .reference("media", image.getMedia())
                .reference("thumbnail", image.getThumbnail())
                .label("mime", image.getMime())
                .atLeast(0, "bytes", image.getBytes())
                .problem();
    }

    private static @Nullable Problem voice(Voice voice) {
        return new FieldRules("content.voice")
                .required("media", !voice.getMedia().isEmpty())
                .reference("media", voice.getMedia())
                .label("mime", voice.getMime())
                .atLeast(0, "bytes", voice.getBytes())
                .problem();
    }

    private static @Nullable Problem video(Video video) {
        return new FieldRules("content.video")
                .required("media", !video.getMedia().isEmpty())
                .reference("media", video.getMedia())
                .reference("thumbnail", video.getThumbnail())
                .label("mime", video.getMime())
                .atLeast(0, "bytes", video.getBytes())
                .problem();
    }

    private static @Nullable Problem file(File file) {
        return new FieldRules("content.file")
                .required("media", !file.getMedia().isEmpty())
                .reference("media", file.getMedia())
                .required("name", !file.getName().isEmpty())
                .label("name", file.getName())
                .label("mime", file.getMime())
                .atLeast(0, "bytes", file.getBytes())
                .problem();
    }

    private static @Nullable Problem location(Location location) {
        return new FieldRules("content.location")
                .rule(Math.abs(location.getLatitude()) <= 90, "latitude", "must be between -90 and 90")
                .rule(Math.abs(location.getLongitude()) <= 180, "longitude", "must be between -180 and 180")
                .label("label", location.getLabel())
                .problem();
    }

    private static @Nullable Problem card(Card card) {
        boolean one = card.getUser().isEmpty() != card.getGroup().isEmpty();
        FieldRules rules = new FieldRules("content.card").rule(one, "", "must name a user or a group, not both");
        return (card.getGroup().isEmpty() ? rules.id("user", card.getUser()) : rules.id("group", card.getGroup()))
                .problem();
    }

    private static @Nullable Problem custom(Custom custom) {
        return new FieldRules("content.custom")
                .required("type", !custom.getType().isEmpty())
                .label("type", custom.getType())
                .reference("fallback", custom.getFallback())
                .problem();
    }
}
