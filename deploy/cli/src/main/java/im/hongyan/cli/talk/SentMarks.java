package im.hongyan.cli.talk;

import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.ReceiptKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What has become of the messages that were sent here: every step of each is told once, whichever of answer and receipt comes
 * first. Safe for concurrent use.
 */
final class SentMarks {
    /** Of the newest messages of a conversation only; nobody looks for the mark of an older one. */
    private static final int REMEMBERED = 512;

    private static final int NAMED = 3;

    private final String self;
    private final Screen screen;
    private final Map<String, NavigableMap<Long, String>> sent = new HashMap<>();
    private final Map<Mark, Long> marks = new HashMap<>();

    private record Mark(String conversation, String user, ReceiptKind kind) {}

    SentMarks(String self, Screen screen) {
        this.self = self;
        this.screen = screen;
    }

    /** A message was accepted under this number. */
    synchronized void accepted(Accepted accepted, String name) {
        String conversation = accepted.getConversation();
        long sequence = accepted.getSequence();
        screen.data(Screen.event("accepted", Printed.accepted(accepted)), "  ✓ accepted " + name + " as " + sequence);
        NavigableMap<Long, String> names = sent.computeIfAbsent(conversation, key -> new TreeMap<>());
        names.put(sequence, name);
        if (names.size() > REMEMBERED) {
            names.pollFirstEntry();
        }
        Map.copyOf(marks).forEach((mark, upTo) -> {
            if (mark.conversation().equals(conversation) && upTo >= sequence) {
                tell(mark, upTo, names.subMap(sequence, true, sequence, true).values());
            }
        });
    }

    /** Somebody has received or read up to a number; one's own receipts are nothing to tell. */
    synchronized void moved(Receipt receipt) {
        if (receipt.getUser().equals(self)) {
            return;
        }
        Mark mark = new Mark(receipt.getConversation(), receipt.getUser(), receipt.getKind());
        long before = marks.getOrDefault(mark, 0L);
        if (receipt.getUpTo() <= before) {
            return;
        }
        marks.put(mark, receipt.getUpTo());
        NavigableMap<Long, String> names = sent.getOrDefault(receipt.getConversation(), new TreeMap<>());
        tell(
                mark,
                receipt.getUpTo(),
                names.subMap(before, false, receipt.getUpTo(), true).values());
    }

    private void tell(Mark mark, long upTo, Collection<String> names) {
        if (!names.isEmpty()) {
            String which = names.size() > NAMED ? names.size() + " messages" : String.join(", ", names);
            boolean read = mark.kind() == ReceiptKind.SEEN;
            Map<String, Object> receipt = new LinkedHashMap<>();
            receipt.put("conversation", mark.conversation());
            receipt.put("user", mark.user());
            receipt.put("upTo", upTo);
            screen.data(
                    Screen.event(read ? "read" : "delivered", receipt),
                    read
                            ? "  ✓✓ read " + which + " by " + mark.user()
                            : "  ✓✓ delivered " + which + " to " + mark.user());
        }
    }
}
