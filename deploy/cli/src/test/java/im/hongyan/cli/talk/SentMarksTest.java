package im.hongyan.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.ReceiptKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentMarksTest {
    private final List<String> lines = new ArrayList<>();
    private final SentMarks marks = new SentMarks("alice", Screen.terminal(lines::add));

    @Test
    void tellsEachStepOnce() {
        marks.accepted(accepted(7), "first");
        marks.moved(receipt("bob", ReceiptKind.DELIVERED, 7));
        marks.moved(receipt("bob", ReceiptKind.DELIVERED, 7));
        marks.moved(receipt("bob", ReceiptKind.SEEN, 7));
        assertThat(lines)
                .containsExactly("  ✓ accepted first as 7", "  ✓✓ delivered first to bob", "  ✓✓ read first by bob");
    }

    @Test
    void tellsAReceiptThatCameBeforeTheAnswer() {
        marks.moved(receipt("bob", ReceiptKind.DELIVERED, 7));
        assertThat(lines).isEmpty();
        marks.accepted(accepted(7), "first");
        assertThat(lines).containsExactly("  ✓ accepted first as 7", "  ✓✓ delivered first to bob");
    }

    @Test
    void saysNothingOfWhatWasNotSentHere() {
        marks.accepted(accepted(7), "first");
        lines.clear();
        marks.moved(receipt("bob", ReceiptKind.DELIVERED, 6));
        marks.moved(receipt("alice", ReceiptKind.SEEN, 9));
        marks.moved(Receipt.newBuilder()
                .setConversation("g:geese")
                .setUser("bob")
                .setKind(ReceiptKind.SEEN)
                .setUpTo(9)
                .build());
        assertThat(lines).isEmpty();
    }

    @Test
    void countsManyAtOnce() {
        for (int i = 1; i <= 5; i++) {
            marks.accepted(accepted(i), "m" + i);
        }
        lines.clear();
        marks.moved(receipt("bob", ReceiptKind.DELIVERED, 2));
        marks.moved(receipt("bob", ReceiptKind.SEEN, 5));
        assertThat(lines).containsExactly("  ✓✓ delivered m1, m2 to bob", "  ✓✓ read 5 messages by bob");
    }

    private static Accepted accepted(long sequence) {
        return Accepted.newBuilder()
                .setConversation("d:alice:bob")
                .setSequence(sequence)
                .build();
    }

    private static Receipt receipt(String user, ReceiptKind kind, long upTo) {
        return Receipt.newBuilder()
                .setConversation("d:alice:bob")
                .setUser(user)
                .setKind(kind)
                .setUpTo(upTo)
                .build();
    }
}
