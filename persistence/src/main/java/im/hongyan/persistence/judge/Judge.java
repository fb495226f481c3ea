package im.hongyan.persistence.judge;

import com.google.protobuf.ByteString;
import im.hongyan.persistence.delivery.Hint;
import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.Place;
import im.hongyan.persistence.log.Reactions;
import im.hongyan.persistence.log.StoredMessage;
import im.hongyan.persistence.log.VoidRange;
import im.hongyan.persistence.timeline.Range;
import im.hongyan.persistence.timeline.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The judge of the contract §4–6: which number each message of a turn is stored under. Pure: what it decides takes effect
 * when it is committed. Used once, by one thread.
 *
 * <ul>
 *   <li>A message whose client key is stored already is not stored again; the surplus number becomes void at once.
 *   <li>A message whose number is open gets it.
 *   <li>A message whose number is taken, or was given only after higher ones that are stored, gets the number after the top,
 *       and every hole below is closed: whatever comes later is numbered higher still, so that a message never overtakes one
 *       that was accepted before it was sent.
 * </ul>
 */
public final class Judge {
    private final JudgeRules rules;
    private final Function<ConversationKey, Timeline> before;
    private final Map<ClientKey, StoredMessage> stored;
    private final boolean storedIsComplete;
    private final long now;

    private final Map<ConversationKey, Timeline> after = new LinkedHashMap<>();
    private final Map<ClientKey, Long> storedHere = new HashMap<>();
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<VoidRange> voids = new ArrayList<>();
    private final Map<ConversationKey, Long> highestBrought = new HashMap<>();
    private final Set<ConversationKey> renumbered = new LinkedHashSet<>();
    private int repeats;

    /**
     * @param before the timelines as they are
     * @param stored what is known of messages that are stored already
     * @param storedIsComplete whether a client key that is not in {@code stored} is certainly not stored
     * @param now nanoseconds, of the clock of the timelines
     */
    public Judge(
            JudgeRules rules,
            Function<ConversationKey, Timeline> before,
            Map<ClientKey, StoredMessage> stored,
            boolean storedIsComplete,
            long now) {
        this.rules = rules;
        this.before = before;
        this.stored = stored;
        this.storedIsComplete = storedIsComplete;
        this.now = now;
    }

    /**
     * Judges one message and adds the hint that follows from it.
     *
     * @return false when it cannot be judged before {@code stored} is complete; then this judge is of no more use
     */
    public boolean judge(Incoming message, List<Hint> hints) {
        highestBrought.merge(message.conversation(), message.sequence(), Math::max);
        StoredMessage earlier = stored.get(message.key());
        if (earlier != null) {
            voidSurplus(message, earlier.sequence());
            repeats++;
            hints.add(hint(message, earlier.sequence(), earlier.body()));
            if (message.event().getChanges() != 0) {
                hints.add(new Hint.Rewritten(
                        new Place(message.conversation(), message.event().getChanges())));
            }
            return true;
        }
        Long here = storedHere.get(message.key());
        if (here != null) {
            voidSurplus(message, here);
            repeats++;
            return true;
        }
        Timeline timeline = timeline(message.conversation());
        if (timeline.mayHave(message.sequence(), message.event().getTime())) {
            hints.add(store(message, message.sequence(), message.event().getMessage()));
            return true;
        }
        if (!storedIsComplete) {
            return false;
        }
        long fresh = timeline.top() + 1;
        closeAll(message.conversation());
        renumbered.add(message.conversation());
        hints.add(store(message, fresh, Envelope.renumber(message.event().getMessage(), fresh)));
        return true;
    }

    /** Closes all holes of a conversation if its head is still the given one. */
    public void closeUnchanged(Head head) {
        Timeline timeline = timeline(head.conversation());
        if (timeline.settled() == head.settled() && timeline.top() == head.top()) {
            closeAll(head.conversation());
        }
    }

    /** Closes the holes of a conversation that have been open for the hole time. */
    public void closeDue(ConversationKey conversation) {
        close(conversation, timeline(conversation).closeOpenedUntil(now - rules.holeNanos()));
    }

    /** Conversations whose settled head moved because numbers became void: nobody would learn of it from a message. */
    public List<Hint> headsMoved() {
        Set<ConversationKey> closed = new LinkedHashSet<>();
        voids.forEach(range -> closed.add(range.conversation()));
        List<Hint> hints = new ArrayList<>();
        for (ConversationKey conversation : closed) {
            long settled = timeline(conversation).settled();
            if (settled > before.apply(conversation).settled()) {
                hints.add(new Hint.HeadMoved(conversation, settled));
            }
        }
        return hints;
    }

    /** All that was decided. */
    public Decision decision(List<List<Hint>> hints) {
        Map<ConversationKey, Long> moved = new LinkedHashMap<>();
        renumbered.forEach(conversation -> moved.put(conversation, move(conversation)));
        return new Decision(entries, voids, after, hints, moved, repeats, List.of(), Reactions.NONE);
    }

    /** How far the top is above where it would be had every message kept its number: so far the next ones move. */
    private long move(ConversationKey conversation) {
        long unmoved = Math.max(before.apply(conversation).top(), highestBrought.getOrDefault(conversation, 0L));
        return Math.max(0, timeline(conversation).top() - unmoved);
    }

    private Hint store(Incoming message, long sequence, ByteString body) {
        take(message.conversation(), sequence, message.event().getTime());
        storedHere.put(message.key(), sequence);
        entries.add(new LogEntry(message.key(), sequence, body, message.event()));
        return hint(message, sequence, body);
    }

    private static Hint hint(Incoming message, long sequence, ByteString body) {
        return new Hint.Stored(
                message.conversation(), sequence, body, message.event().getAlsoNotifyList());
    }

    private void voidSurplus(Incoming message, long storedUnder) {
        if (message.sequence() != storedUnder
                && timeline(message.conversation()).isOpen(message.sequence())) {
            voids.add(new VoidRange(message.conversation(), Range.of(message.sequence())));
            take(message.conversation(), message.sequence(), message.event().getTime());
        }
    }

    private void closeAll(ConversationKey conversation) {
        close(conversation, timeline(conversation).closeAll());
    }

    private void take(ConversationKey conversation, long sequence, long givenAt) {
        Timeline timeline = timeline(conversation).take(sequence, givenAt, now);
        after.put(conversation, timeline);
        if (timeline.hasHoles()) {
            close(conversation, timeline.closeFromWidth(rules.jump()));
            if (timeline(conversation).holeCount() > rules.holes()) {
                closeAll(conversation);
            }
        }
    }

    private void close(ConversationKey conversation, Timeline.Closed closed) {
        if (!closed.voids().isEmpty()) {
            after.put(conversation, closed.timeline());
            closed.voids().forEach(range -> voids.add(new VoidRange(conversation, range)));
        }
    }

    private Timeline timeline(ConversationKey conversation) {
        Timeline changed = after.get(conversation);
        return changed != null ? changed : before.apply(conversation);
    }
}
