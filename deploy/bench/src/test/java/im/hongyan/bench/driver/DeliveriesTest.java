package im.hongyan.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.bench.driver.Deliveries.Verdict;
import org.junit.jupiter.api.Test;

class ReceivedTest {
    private final Deliveries received = new Deliveries();

    private Verdict take(int number, long sequence) {
        return received.take(new Mark(0, number, 0), "d:a:b", sequence);
    }

    @Test
    void whatComesAgainUnderItsOwnSequenceIsNoFault() {
        assertThat(take(0, 1)).isEqualTo(Verdict.NEW);
        assertThat(take(1, 2)).isEqualTo(Verdict.NEW);
        assertThat(take(0, 1)).isEqualTo(Verdict.AGAIN);
        assertThat(take(1, 2)).isEqualTo(Verdict.AGAIN);
    }

    @Test
    void aSecondSequenceIsOne() {
        assertThat(take(0, 1)).isEqualTo(Verdict.NEW);
        assertThat(take(0, 3)).isEqualTo(Verdict.TWICE);
    }

    @Test
    void whatComesBelowTheCursorIsLateAndDoesNotMoveIt() {
        assertThat(take(0, 5)).isEqualTo(Verdict.NEW);
        assertThat(take(1, 4)).isEqualTo(Verdict.LATE);
        assertThat(take(2, 5)).isEqualTo(Verdict.LATE);
        assertThat(take(3, 6)).isEqualTo(Verdict.NEW);
    }

    @Test
    void conversationsAndSendersAreApart() {
        assertThat(take(0, 9)).isEqualTo(Verdict.NEW);
        assertThat(received.take(new Mark(0, 1, 0), "d:a:c", 1)).isEqualTo(Verdict.NEW);
        assertThat(received.take(new Mark(1, 0, 0), "d:a:c", 2)).isEqualTo(Verdict.NEW);
        assertThat(received.of(0).cardinality()).isEqualTo(2);
        assertThat(received.of(1).cardinality()).isOne();
        assertThat(received.of(7).isEmpty()).isTrue();
    }
}
