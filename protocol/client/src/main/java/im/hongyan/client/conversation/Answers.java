package im.hongyan.client.conversation;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.rest.Rest;
import im.hongyan.wire.frame.Message;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the server says of conversations. */
final class Answers {
    private Answers() {}

    static ConversationPage page(Value answer) {
        Struct fields = answer.getStructValue();
        return new ConversationPage(
                items(fields).stream().map(Answers::conversation).toList(),
                textOrNull(fields, "next"),
                number(fields, "version"));
    }

    private static List<Struct> items(Struct fields) {
        return fields.getFieldsOrDefault("items", Value.getDefaultInstance()).getListValue().getValuesList().stream()
                .map(Value::getStructValue)
                .toList();
    }

    static Conversation conversation(Struct fields) {
        String id = Rest.text(fields, "conversation");
        if (id.isEmpty()) {
            throw unreadable(null);
        }
        return new Conversation(
                id,
                new Conversation.Face(
                        textOrNull(fields, "peer"),
                        textOrNull(fields, "group"),
                        Rest.text(fields, "name"),
                        Rest.text(fields, "avatar")),
                new Conversation.Marks(
                        number(fields, "head"),
                        number(fields, "read"),
                        number(fields, "peerRead"),
                        number(fields, "peerReceived")),
                new Conversation.Unread((int) number(fields, "unread"), number(fields, "mentioned")),
                message(fields.getFieldsMap().get("lastMessage")),
                time(fields),
                settings(fields));
    }

    static Settings settings(Struct fields) {
        return new Settings(
                flag(fields, "pinned"),
                flag(fields, "muted"),
                flag(fields, "markedUnread"),
                Rest.text(fields, "draft"));
    }

    static SettingChanges changes(Value answer) {
        Struct fields = answer.getStructValue();
        return new SettingChanges(
                items(fields).stream()
                        .map(item -> new SettingChanges.Change(
                                Rest.text(item, "conversation"), settings(item), number(item, "clearedTo")))
                        .toList(),
                number(fields, "version"),
                flag(fields, "more"));
    }

    /** Of a newer server it may have fields that are not known here. */
    private static @Nullable Message message(@Nullable Value value) {
        if (value == null) {
            return null;
        }
        Message.Builder message = Message.newBuilder();
        try {
            JsonFormat.parser()
                    .ignoringUnknownFields()
                    .merge(JsonFormat.printer().print(value), message);
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(e);
        }
        return message.build();
    }

    private static @Nullable Instant time(Struct fields) {
        String text = Rest.text(fields, "activeAt");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw unreadable(e);
        }
    }

    private static @Nullable String textOrNull(Struct fields, String name) {
        String text = Rest.text(fields, name);
        return text.isEmpty() ? null : text;
    }

    private static long number(Struct fields, String name) {
        return (long)
                fields.getFieldsOrDefault(name, Value.getDefaultInstance()).getNumberValue();
    }

    private static boolean flag(Struct fields, String name) {
        return fields.getFieldsOrDefault(name, Value.getDefaultInstance()).getBoolValue();
    }

    private static UnansweredException unreadable(@Nullable Exception cause) {
        String message = "the answer is no list of conversations: is this the HTTP port of a Hongyan server?";
        return cause == null ? new UnansweredException(message) : new UnansweredException(message, cause);
    }
}
