package im.hongyan.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables that everything else looks things up in: frame types, codes, problems. */
class CatalogueTest {
    @ParameterizedTest
    @EnumSource(
            value = FrameType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FRAME_TYPE_UNSPECIFIED", "UNRECOGNIZED"})
    void everyTypeHasANumberABodyALaneAndASender(FrameType type) {
        assertThat(FrameTypes.ofNumber(type.getNumber())).isEqualTo(type);
        assertThat(FrameTypes.lane(type)).isNotNull();
        assertThat(FrameTypes.emptyBody(type).getSerializedSize()).isZero();
        assertThat(FrameTypes.fromClient(type)).isEqualTo(type.getNumber() < 64);
        assertThat(FrameTypes.fromServer(type)).isEqualTo(type.getNumber() >= 64 || type == FrameType.TYPING);
    }

    @Test
    void otherNumbersAreNoTypes() {
        for (int number : new int[] {-1, 0, 12, 63, 77, 255, 256, Integer.MAX_VALUE}) {
            assertThat(FrameTypes.ofNumber(number)).isNull();
        }
        assertThatThrownBy(() -> FrameTypes.lane(FrameType.UNRECOGNIZED)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeHasItsPlaceOnEveryChannel(ErrorCode code) {
        assertThat(code.httpStatus()).isBetween(400, 599);
        assertThat(code.closeCode()).isBetween(4_400, 4_599);
        Problem problem = Problems.of(code, "because");
        assertThat(problem.getRetryable()).isEqualTo(code.retryable());
        assertThat(Problems.code(problem)).isEqualTo(code);
        assertThat(Problems.isRefusal(problem)).isTrue();
    }

    @Test
    void theCatalogueStaysSmall() {
        assertThat(ErrorCode.values()).hasSizeLessThan(40);
    }

    @Test
    void anEmptyProblemIsNone() {
        assertThat(Problems.isRefusal(Problem.getDefaultInstance())).isFalse();
        assertThat(Problems.code(Problem.getDefaultInstance())).isNull();
        assertThat(Problems.code(Problem.newBuilder().setCode("OF_TOMORROW").build()))
                .isNull();
    }

    @Test
    void problemsCarryWhatTheClientNeedsToGoOn() {
        assertThat(Problems.retryAfter(ErrorCode.BUSY, "full", 250).getRetryAfterMillis())
                .isEqualTo(250);
        assertThat(Problems.cursorAhead(7).getHead()).isEqualTo(7);
        WireException broken = new WireException(ErrorCode.INVALID_FIELD, "must be x", 3, "content");
        assertThat(Problems.frame(broken.requestId(), Problems.of(broken)))
                .isEqualTo(new Frame(FrameType.ERROR, 3, Problems.invalid("content", "must be x")));
    }

    @Test
    void theDevelopmentKeyIsLongEnoughForItsAlgorithm() {
        assertThat(DevelopmentKey.secret()).hasSizeGreaterThanOrEqualTo(32);
    }
}
