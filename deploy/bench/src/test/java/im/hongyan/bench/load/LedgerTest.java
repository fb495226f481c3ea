package im.hongyan.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder reordered = new LongAdder();

    @Test
    void countsWhatWasAcceptedAndNeverCame() {
        note(0, 1);
        note(2, 3);
        BitSet accepted = new BitSet();
        accepted.set(0, 4);

        assertThat(ledger.missing(accepted)).isEqualTo(2);
        assertThat(repeated.sum()).isZero();
        assertThat(reordered.sum()).isZero();
    }

    @Test
    void countsARepeatOnceAndNotAsADelivery() {
        assertThat(note(0, 1)).isTrue();
        assertThat(note(0, 1)).isFalse();

        assertThat(repeated.sum()).isEqualTo(1);
        assertThat(reordered.sum()).isZero();
    }

    @Test
    void countsALowerSequenceAfterAHigherOne() {
        note(0, 2);
        note(1, 1);

        assertThat(reordered.sum()).isEqualTo(1);
    }

    private boolean note(int number, long sequence) {
        return ledger.note(number, sequence, repeated, reordered);
    }
}
