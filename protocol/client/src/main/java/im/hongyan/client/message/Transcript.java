package im.hongyan.client.message;

import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Message;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages of one conversation as they are now: recalled ones without what they said, edited ones with their
 * newest words. It may be given messages in any order and more than once, live ones and those of pages alike: what comes out
 * is the same for every device that was given the same. Confined to one thread at a time.
 */
public final class Transcript {
    private final int most;
    private final TreeMap<Long, Message> messages = new TreeMap<>();
    /** What was done to messages that have not come. */
    private final TreeMap<Long, Message> early = new TreeMap<>();

    /** @param most messages to keep; those with the lowest numbers are dropped first */
    public Transcript(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a transcript keeps at least one message");
        }
        this.most = most;
    }

    /**
     * Takes a message of the conversation.
     *
     * @return what is to be shown anew: this message as it is now, or the one that it changed; null when nothing changes
     */
    public @Nullable Message add(Message message) {
        Message done = States.doneBy(message);
        return done == null ? said(message) : done(done);
    }

    /** A message as it is now; null when it is not here. */
    public @Nullable Message get(long sequence) {
        return messages.get(sequence);
    }

    /** All that somebody said, in order; what only changes other messages is not among them. */
    public List<Message> messages() {
        return List.copyOf(messages.values());
    }

    private @Nullable Message said(Message message) {
        long sequence = message.getSequence();
        if (isChange(message.getContent())) {
            return null;
        }
        Message known = messages.get(sequence);
        Message before = known == null ? early.remove(sequence) : known;
        Message now = before == null ? message : States.join(message, before);
        messages.put(sequence, now);
        if (messages.size() > most) {
            messages.pollFirstEntry();
        }
        return now.equals(known) ? null : messages.get(sequence);
    }

    private @Nullable Message done(Message done) {
        Message known = messages.get(done.getSequence());
        if (known == null) {
            early.merge(done.getSequence(), done, States::join);
            if (early.size() > most) {
                early.pollFirstEntry();
            }
            return null;
        }
        Message now = States.join(known, done);
        messages.put(done.getSequence(), now);
        return now.equals(known) ? null : now;
    }

    private static boolean isChange(Content content) {
        return content.hasRecall() || content.hasEdit() || content.hasReaction();
    }
}
