package im.hongyan.core.inbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Custom;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Text;
import im.hongyan.wire.json.JsonFrames;

/**
 * A message as a list shows it: a long text without its end, a long custom content without its data.
 *
 * @param json in the mapping of the frames
 * @param cut whether something is missing
 */
record Preview(String json, boolean cut) {

    static Preview of(ByteString encoded, InboxProperties bounds) {
        Message message = decode(encoded);
        Content content = shortened(message.getContent(), bounds);
        return new Preview(
                JsonFrames.json(message.toBuilder().setContent(content).build()),
                !content.equals(message.getContent()));
    }

    private static Content shortened(Content content, InboxProperties bounds) {
        return switch (content.getKindCase()) {
            case TEXT ->
                content.toBuilder()
                        .setText(shortened(content.getText(), bounds.previewText()))
                        .build();
            case CUSTOM ->
                content.toBuilder()
                        .setCustom(shortened(content.getCustom(), bounds))
                        .build();
            default -> content;
        };
    }

    /** Mentions lie somewhere in the text: they go with its end. */
    private static Text shortened(Text text, int characters) {
        return text.getText().codePointCount(0, text.getText().length()) <= characters
                ? text
                : text.toBuilder()
                        .setText(beginning(text.getText(), characters))
                        .clearMentions()
                        .build();
    }

    private static Custom shortened(Custom custom, InboxProperties bounds) {
        Custom.Builder shorter = custom.toBuilder();
        if (custom.getData().size() > bounds.previewData()) {
            shorter.clearData();
        }
        return shorter.setFallback(beginning(custom.getFallback(), bounds.previewText()))
                .build();
    }

    private static String beginning(String text, int characters) {
        return text.codePointCount(0, text.length()) <= characters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, characters));
    }

    private static Message decode(ByteString encoded) {
        try {
            return Message.parseFrom(encoded);
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalStateException("the log holds a message that cannot be read", broken);
        }
    }
}
