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
        Timeline timeline = Timeline.EMPTY.take(1, NOW).take(2, NOW).take(3, NOW);

        assertThat(timeline.settled()).isEqualTo(3);
        assertThat(timeline.top()).isEqualTo(3);
        assertThat(timeline.hasHoles()).isFalse();
    }

    @Test
    void stopsSettlingAtAHoleAndGoesOnWhenItIsFilled() {
        Timeline holed = Timeline.EMPTY.take(1, NOW).take(4, NOW);
        assertThat(holed.settled()).isEqualTo(1);
        assertThat(holed.top()).isEqualTo(4);

        Timeline half = holed.take(3, NOW);
        assertThat(half.settled()).isEqualTo(1);
        assertThat(half.isOpen(2)).isTrue();

        assertThat(half.take(2, NOW).settled()).isEqualTo(4);
    }

    @Test
    void splitsAHoleAndKeepsItsAge() {
        Timeline split = Timeline.EMPTY.take(10, NOW).take(5, NOW + 100);

        Timeline.Closed closed = split.closeOpenedUntil(NOW);

        assertThat(closed.voids()).containsExactly(new Range(1, 4), new Range(6, 9));
        assertThat(closed.timeline().settled()).isEqualTo(10);
    }

    @Test
    void closesOnlyHolesThatAreOldEnough() {
        Timeline timeline = Timeline.EMPTY.take(3, NOW).take(6, NOW + 1);

        Timeline.Closed closed = timeline.closeOpenedUntil(NOW);

        assertThat(closed.voids()).containsExactly(new Range(1, 2));
        assertThat(closed.timeline().settled()).isEqualTo(3);
        assertThat(closed.timeline().isOpen(4)).isTrue();
    }

    @Test
    void knowsTimeThatWrapsAround() {
        Timeline timeline = Timeline.EMPTY.take(2, Long.MAX_VALUE);

        assertThat(timeline.closeOpenedUntil(Long.MAX_VALUE - 1).voids()).isEmpty();
        assertThat(timeline.closeOpenedUntil(Long.MIN_VALUE).voids()).containsExactly(Range.of(1));
    }

    @Test
    void closesWideHolesAlone() {
        Timeline timeline = Timeline.EMPTY.take(2, NOW).take(13, NOW);

        assertThat(timeline.closeFromWidth(10).voids()).containsExactly(new Range(3, 12));
        assertThat(timeline.closeFromWidth(11).voids()).isEmpty();
    }

    @Test
    void takesANumberOnce() {
        Timeline timeline = Timeline.EMPTY.take(1, NOW).take(3, NOW);

        assertThatThrownBy(() -> timeline.take(1, NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> timeline.take(3, NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void restoresWhatIsTakenAboveTheSettledHead() {
        Timeline timeline = Timeline.restore(5, List.of(new Range(12, 13), new Range(8, 8), new Range(14, 14)), NOW);

        assertThat(timeline.settled()).isEqualTo(5);
        assertThat(timeline.top()).isEqualTo(14);
        assertThat(timeline.closeAll().voids()).containsExactly(new Range(6, 7), new Range(9, 11));
    }

    @Test
    void refusesNumbersBelowOne() {
        assertThatThrownBy(() -> new Range(0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Range(4, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
