package im.hongyan.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Descriptors.OneofDescriptor;
import im.hongyan.wire.content.ContentRules;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.json.JsonFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code golden/frames.json} is the protocol in bytes, for implementations in any language. A deliberate change of the
 * protocol writes it anew with {@code -Dgolden.write=true}; the difference is then there to be reviewed.
 */
class GoldenFramesTest {
    private static final Map<String, Frame> FRAMES = GoldenFrames.all();

    @BeforeAll
    static void writeWhenAsked() throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            GoldenFile.write(FRAMES);
        }
    }

    @TestFactory
    Stream<DynamicTest> bytesAndJsonAreTheFrameInBothDirections() throws IOException {
        return GoldenFile.read().frames().stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> {
                    Frame frame = GoldenFrames.named(golden.name());
                    byte[] bytes = HexFormat.of().parseHex(golden.hex());
                    assertThat(FrameCodec.encode(frame)).isEqualTo(ByteBuffer.wrap(bytes));
                    assertThat(FrameCodec.decode(ByteBuffer.wrap(bytes), WireLimits.BODY_BYTES))
                            .isEqualTo(frame);
                    assertThat(GoldenFile.parse(JsonFrames.encode(frame))).isEqualTo(golden.json());
                    assertThat(JsonFrames.decode(golden.json().toString(), WireLimits.BODY_BYTES))
                            .isEqualTo(frame);
                }));
    }

    @TestFactory
    Stream<DynamicTest> bytesThatMustBeRefused() throws IOException {
        return GoldenFile.read().refused().stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> {
                    ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(golden.hex()));
                    WireException refusal = catchThrowableOfType(
                            WireException.class, () -> FrameCodec.decode(in, golden.maxBodyBytes()));
                    assertThat(refusal.code().name()).isEqualTo(golden.code());
                    assertThat(refusal.recoverable()).isEqualTo(golden.recoverable());
                }));
    }

    @Test
    void theFileHoldsEveryFrameOfTheTests() throws IOException {
        assertThat(GoldenFile.read().frames())
                .extracting(GoldenFile.Golden::name)
                .containsExactlyElementsOf(FRAMES.keySet());
    }

    @Test
    void everyTypeHasAFrame() {
        var types = new TreeSet<FrameType>();
        FRAMES.values().forEach(frame -> types.add(frame.type()));
        var expected = new TreeSet<FrameType>();
        for (FrameType type : FrameType.values()) {
            if (type != FrameType.UNRECOGNIZED && type != FrameType.FRAME_TYPE_UNSPECIFIED) {
                expected.add(type);
            }
        }
        assertThat(types).isEqualTo(expected);
    }

    @Test
    void everyKindOfContentHasAFrame() {
        OneofDescriptor kinds = Content.getDescriptor().getOneofs().getFirst();
        var seen = new TreeSet<String>();
        FRAMES.values().forEach(frame -> {
            Content content =
                    switch (frame.body()) {
                        case Send send -> send.getContent();
                        case Deliver deliver -> deliver.getMessage().getContent();
                        default -> Content.getDefaultInstance();
                    };
            if (content.hasOneof(kinds)) {
                seen.add(content.getOneofFieldDescriptor(kinds).getName());
            }
        });
        assertThat(seen).hasSize(kinds.getFieldCount());
    }

    @Test
    void everySendKeepsTheRulesOfContent() {
        FRAMES.forEach((name, frame) -> {
            if (frame.body() instanceof Send send) {
                Problem problem = ContentRules.check(send);
                assertThat(problem).as(name).isNull();
            }
        });
    }
}
