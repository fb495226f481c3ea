package im.hongyan.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class UnansweredTest {
    private final Unanswered unanswered = new Unanswered();

    @Test
    void triesTheOldestAloneAndLetsTheOthersFollow() {
        send(1, 2, 3);
        long end = refuseAll(0, 3, 1, 2);
        assertThat(unanswered.again(end - 1)).isNull();
        assertThat(goesAgain(end)).isEqualTo(1);
        assertThat(unanswered.again(end)).isNull();
        assertThat(unanswered.holdsBack()).isTrue();
        assertThat(unanswered.end(1)).isEqualTo(mark(1));
        assertThat(goesAgain(end)).isEqualTo(2);
        assertThat(goesAgain(end)).isEqualTo(3);
        assertThat(unanswered.holdsBack()).isFalse();
        assertThat(unanswered.size()).isEqualTo(2);
    }

    @Test
    void nothingGoesAgainWhileSomethingIsOnTheWire() {
        send(1, 2);
        long end = unanswered.refuse(1, 0, 0);
        assertThat(unanswered.again(end)).isNull();
        assertThat(unanswered.end(2)).isEqualTo(mark(2));
        assertThat(goesAgain(end)).isEqualTo(1);
    }

    @Test
    void pausesAsLongAsTheServerAsksOrLongerEachTime() {
        send(1);
        long least = Unanswered.FIRST_PAUSE_NANOS * 3;
        long now = unanswered.refuse(1, 0, least);
        assertThat(now).isEqualTo(least);
        for (int time = 1; time < 20; time++) {
            assertThat(goesAgain(now)).isEqualTo(1);
            long end = unanswered.refuse(1, now, 0);
            long whole = Math.min(Unanswered.FIRST_PAUSE_NANOS << Math.min(time, 6), Unanswered.LONGEST_PAUSE_NANOS);
            assertThat(end - now).isBetween(whole / 2, whole);
            now = end;
        }
    }

    @Test
    void anAnswerToNothingIsNone() {
        send(1);
        assertThat(unanswered.end(7)).isNull();
        assertThat(unanswered.refuse(7, 0, 0)).isZero();
        assertThat(unanswered.holdsBack()).isFalse();
        assertThat(unanswered.size()).isEqualTo(1);
    }

    private void send(int... numbers) {
        for (int number : numbers) {
            unanswered.sent(number, mark(number));
        }
    }

    private long refuseAll(long now, int... numbers) {
        long end = 0;
        for (int number : numbers) {
            end = unanswered.refuse(number, now, 0);
        }
        return end;
    }

    private int goesAgain(long now) {
        Mark mark = Objects.requireNonNull(unanswered.again(now), "nothing goes again");
        unanswered.sent(mark.number(), mark);
        return mark.number();
    }

    private static Mark mark(int number) {
        return new Mark(0, number, number);
    }
}
