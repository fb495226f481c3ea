package im.hongyan.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.wire.Ids;
import org.junit.jupiter.api.Test;

class MarkTest {
    @Test
    void comesBackFromTheIdThatItMakes() {
        Mark mark = new Mark(12_345, 9_999_999, 3_600_000_000_000L);
        String id = mark.clientMessageId("abc1");
        assertThat(Ids.isClientMessageId(id)).isTrue();
        assertThat(Mark.parse("abc1", id)).isEqualTo(mark);
    }

    @Test
    void isNoneOfAnotherRunOrOfAStranger() {
        String id = new Mark(1, 2, 3).clientMessageId("abc1");
        assertThat(Mark.parse("abc2", id)).isNull();
        assertThat(Mark.parse("abc1", Ids.newClientMessageId())).isNull();
        assertThat(Mark.parse("abc1", "")).isNull();
    }
}
