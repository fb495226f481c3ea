package im.hongyan.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "你好 👩‍👩‍👧‍👦 e\u0301", "<b>bold</b> [go](javascript:alert(1))", "100 %"})
    void ordinaryTextStaysAsItIs(String text) {
        assertThat(OneLine.of(text)).isEqualTo(text);
    }

    // B57
    @Test
    void nothingCommandsTheTerminal() {
        assertThat(OneLine.of("\u001b[2J\u001b]52;c;eA==\u0007 \u009b1A\u007f\b\0"))
                .isEqualTo("\uFFFD[2J\uFFFD]52;c;eA==\uFFFD \uFFFD1A\uFFFD\uFFFD\uFFFD");
    }

    // B57
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\u000B", "\f", "\u0085", "\u2028", "\u2029"})
    void nobodyWritesALineOfAnother(String newLine) {
        assertThat(OneLine.of("one" + newLine + "12:00 bob: two")).isEqualTo("one ⏎ 12:00 bob: two");
    }

    // B50
    @Test
    void whatIsWrittenFromRightToLeftStaysByItself() {
        assertThat(OneLine.of("שלום")).isEqualTo("\u2068שלום\u2069");
        assertThat(OneLine.of("مرحبا, all")).isEqualTo("\u2068مرحبا, all\u2069");
        assertThat(OneLine.of("\u202Eabc")).isEqualTo("\u2068\u202Eabc\u2069");
    }

    // B50
    @Test
    void noTextLeavesItsIsolate() {
        assertThat(OneLine.of("\u2069\u202Eabc")).isEqualTo("\u2068\u202Eabc\u2069");
        assertThat(OneLine.of("a\u2067b\u2069\u2069\u202Ec")).isEqualTo("\u2068a\u2067b\u2069\u202Ec\u2069");
        assertThat(OneLine.of("\u2067\u2066a")).isEqualTo("\u2068\u2067\u2066a\u2069\u2069\u2069");
    }
}
