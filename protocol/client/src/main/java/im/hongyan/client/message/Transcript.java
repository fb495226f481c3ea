package im.hongyan.client.message;

import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Message;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages of one conversation as they are now: recalled ones without what they said, edited ones with their
 * newest words, each with the reactions to it. It may be given messages in any order and more than once, live ones and those
 * of pages alike: what comes out is the same for every device that was given the same. Confined to one thread at a time.
 */
public final class Transcript {
    private final String self;
    private final int most;
    private final TreeMap<Long, State> messages = new TreeMap<>();
    /** What was done to messages that have not come. */
    private final TreeMap<Long, State> early = new TreeMap<>();

    /**
     * Without any message yet.
     *
     * @param self the user whose device this is
     * @param most messages to keep; those with the lowest numbers are dropped first
     */
    public Transcript(String self, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a transcript keeps at least one message");
        }
        this.self = self;
        this.most = most;
    }

    /**
     * Takes a message of the conversation.
     *
     * @return what is to be shown anew: this message as it is now, or the one that it changed; null when nothing changes
     */
    public @Nullable Message add(Message message) {
        if (!isChange(message.getContent())) {
            return said(State.of(message));
        }
        State done = State.doneBy(message, self);
        return done == null ? null : done(done);
    }

    /** A message as it is now; null when it is not here. */
    public @Nullable Message get(long sequence) {
        State state = messages.get(sequence);
        return state == null ? null : state.shown();
    }

    /** All that somebody said, in order; what only changes other messages is not among them. */
    public List<Message> messages() {
        return messages.values().stream().map(State::shown).toList();
    }

    private @Nullable Message said(State message) {
        long sequence = message.message().getSequence();
        State known = messages.get(sequence);
        State before = known == null ? early.remove(sequence) : known;
        State now = before == null ? message : before.join(message);
        messages.put(sequence, now);
        if (messages.size() > most) {
            messages.pollFirstEntry();
        }
        return now.equals(known) ? null : get(sequence);
    }

    private @Nullable Message done(State done) {
        long sequence = done.message().getSequence();
        State known = messages.get(sequence);
        if (known == null) {
            early.merge(sequence, done, State::join);
            if (early.size() > most) {
                early.pollFirstEntry();
            }
            return null;
        }
        State now = known.join(done);
        messages.put(sequence, now);
        return now.equals(known) ? null : now.shown();
    }

    private static boolean isChange(Content content) {
        return content.hasRecall() || content.hasEdit() || content.hasReaction();
    }
}
