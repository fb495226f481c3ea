package im.hongyan.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void takesTheMiddleOrTheMeanOfTheTwoMiddleValues() {
        assertThat(Median.of(List.of())).isZero();
        assertThat(Median.of(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Median.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    }

    @Test
    void dividesPairByPairAndLeavesOutWhatCannotBeDivided() {
        assertThat(Median.ratios(List.of(1.0, 5.0, 3.0), List.of(2.0, 0.0, 4.0)))
                .containsExactly(0.5, 0.75);
    }
}
