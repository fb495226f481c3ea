package im.hongyan.bench.driver;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * What a device got in a round, judged as a client's cursor would. Not safe for concurrent use.
 *
 * <p>A DELIVER may come again under its own sequence; a client skips it (docs/protocol.md, Receiving), and so it is no fault.
 */
final class Deliveries {
    enum Verdict {
        /** For the first time. */
        NEW,
        /** For the first time, below a sequence that the device already has. */
        LATE,
        /** Known, and not above the cursor. */
        AGAIN,
        /** Known, under a second sequence: a client would show it twice. */
        TWICE
    }

    private final Map<Integer, BitSet> numbers = new HashMap<>();
    private final Map<String, Long> cursors = new HashMap<>();

    Verdict take(Mark mark, String conversation, long sequence) {
        BitSet fromSender = numbers.computeIfAbsent(mark.sender(), first -> new BitSet());
        long cursor = cursors.getOrDefault(conversation, 0L);
        boolean above = sequence > cursor;
        if (fromSender.get(mark.number())) {
            return above ? Verdict.TWICE : Verdict.AGAIN;
        }
        fromSender.set(mark.number());
        if (above) {
            cursors.put(conversation, sequence);
        }
        return above ? Verdict.NEW : Verdict.LATE;
    }

    /** The numbers of a sender's messages that came. */
    BitSet of(int senderIndex) {
        return numbers.getOrDefault(senderIndex, new BitSet());
    }

    /** A new round begins; sequences go on. */
    void clear() {
        numbers.clear();
    }
}
