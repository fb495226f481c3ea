package im.hongyan.persistence.log;

import com.google.protobuf.ByteString;
import im.hongyan.link.proto.MessageEvent;

/**
 * A message on its way into the log.
 *
 * @param key its identity
 * @param sequence the number it is stored under, which need not be the one that the event brought
 * @param body the encoded message with that number
 * @param event what it came as
 */
public record LogEntry(ClientKey key, long sequence, ByteString body, MessageEvent event) {

    public ConversationKey conversation() {
        return key.conversation();
    }

    /** Whether lists of conversations show it: it counts, or the system said it. */
    public boolean shows() {
        return event.getCounts() || key.sender().isEmpty();
    }

    public Place place() {
        return new Place(key.conversation(), sequence);
    }

    /** The same, and it makes nothing unread and mentions nobody. */
    public LogEntry silent() {
        MessageEvent silent = event.toBuilder().setCounts(false).clearMentions().build();
        return new LogEntry(key, sequence, body, silent);
    }

    /** The same with another body. */
    public LogEntry withBody(ByteString other) {
        return new LogEntry(key, sequence, other, event);
    }
}
