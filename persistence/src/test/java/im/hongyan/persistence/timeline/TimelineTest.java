package im.hongyan.persistence.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long NOW = 1_000;

    @Test
    void beginsWithNothingTaken() {
        assertThat(Timeline.EMPTY.settled()).isZero();
        assertThat(Timeline.EMPTY.top()).isZero();
        assertThat(Timeline.EMPTY.isOpen(1)).isTrue();
    }

    @Test
    void settlesWhatComesInOrder() {
        Timeline timeline = Timeline.EMPTY
                .take(1, Timeline.UNKNOWN, NOW)
                .take(2, Timeline.UNKNOWN, NOW)
                .take(3, Timeline.UNKNOWN, NOW);

        assertThat(timeline.settled()).isEqualTo(3);
        assertThat(timeline.top()).isEqualTo(3);
        assertThat(timeline.hasHoles()).isFalse();
    }

    @Test
    void stopsSettlingAtAHoleAndGoesOnWhenItIsFilled() {
        Timeline holed = Timeline.EMPTY.take(1, Timeline.UNKNOWN, NOW).take(4, Timeline.UNKNOWN, NOW);
        assertThat(holed.settled()).isEqualTo(1);
        assertThat(holed.top()).isEqualTo(4);

        Timeline half = holed.take(3, Timeline.UNKNOWN, NOW);
        assertThat(half.settled()).isEqualTo(1);
        assertThat(half.isOpen(2)).isTrue();

        assertThat(half.take(2, Timeline.UNKNOWN, NOW).settled()).isEqualTo(4);
    }

    @Test
    void splitsAHoleAndKeepsItsAge() {
        Timeline split = Timeline.EMPTY.take(10, Timeline.UNKNOWN, NOW).take(5, Timeline.UNKNOWN, NOW + 100);

        Timeline.Closed closed = split.closeOpenedUntil(NOW);

        assertThat(closed.voids()).containsExactly(new Range(1, 4), new Range(6, 9));
        assertThat(closed.timeline().settled()).isEqualTo(10);
    }

    @Test
    void closesOnlyHolesThatAreOldEnough() {
        Timeline timeline = Timeline.EMPTY.take(3, Timeline.UNKNOWN, NOW).take(6, Timeline.UNKNOWN, NOW + 1);

        Timeline.Closed closed = timeline.closeOpenedUntil(NOW);

        assertThat(closed.voids()).containsExactly(new Range(1, 2));
        assertThat(closed.timeline().settled()).isEqualTo(3);
        assertThat(closed.timeline().isOpen(4)).isTrue();
    }

    @Test
    void knowsTimeThatWrapsAround() {
        Timeline timeline = Timeline.EMPTY.take(2, Timeline.UNKNOWN, Long.MAX_VALUE);

        assertThat(timeline.closeOpenedUntil(Long.MAX_VALUE - 1).voids()).isEmpty();
        assertThat(timeline.closeOpenedUntil(Long.MIN_VALUE).voids()).containsExactly(Range.of(1));
    }

    @Test
    void closesWideHolesAlone() {
        Timeline timeline = Timeline.EMPTY.take(2, Timeline.UNKNOWN, NOW).take(13, Timeline.UNKNOWN, NOW);

        assertThat(timeline.closeFromWidth(10).voids()).containsExactly(new Range(3, 12));
        assertThat(timeline.closeFromWidth(11).voids()).isEmpty();
    }

    @Test
    void takesANumberOnce() {
        Timeline timeline = Timeline.EMPTY.take(1, Timeline.UNKNOWN, NOW).take(3, Timeline.UNKNOWN, NOW);

        assertThatThrownBy(() -> timeline.take(1, Timeline.UNKNOWN, NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> timeline.take(3, Timeline.UNKNOWN, NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void restoresWhatIsTakenAboveTheSettledHead() {
        Timeline timeline = Timeline.restore(
                5, List.of(taken(12, 13, Timeline.UNKNOWN), taken(8, 8, 700), taken(14, 14, 900)), NOW);

        assertThat(timeline.settled()).isEqualTo(5);
        assertThat(timeline.top()).isEqualTo(14);
        assertThat(timeline.closeAll().voids()).containsExactly(new Range(6, 7), new Range(9, 11));
        assertThat(timeline.mayHave(7, 700)).isTrue();
        assertThat(timeline.mayHave(7, 701)).isFalse();
        assertThat(timeline.mayHave(9, 900)).isTrue();
        assertThat(timeline.mayHave(9, 901)).isFalse();
    }

    private static Timeline.Taken taken(long from, long to, long givenAt) {
        return new Timeline.Taken(new Range(from, to), givenAt);
    }

    @Test
    void givesAHoleToNobodyWhoWasNumberedAfterALaterNumber() {
        Timeline holed = Timeline.EMPTY.take(1, 500, NOW).take(6, 600, NOW);

        assertThat(holed.mayHave(3, 600)).isTrue();
        assertThat(holed.mayHave(3, 601)).isFalse();
        assertThat(holed.mayHave(7, 601)).isTrue();
        assertThat(holed.mayHave(6, 1)).as("taken").isFalse();
        Timeline split = holed.take(3, 550, NOW);
        assertThat(split.mayHave(2, 601)).isFalse();
        assertThat(split.mayHave(5, 600)).isTrue();
    }

    @Test
    void refusesNumbersBelowOne() {
        assertThatThrownBy(() -> new Range(0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Range(4, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
