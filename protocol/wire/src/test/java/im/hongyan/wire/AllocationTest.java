package im.hongyan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.wire.frame.Deliver;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Bytes per call do not depend on the machine, so a step backwards shows here and not in a benchmark weeks later. */
class AllocationTest {
    private static final ByteBuffer OUT = ByteBuffer.allocateDirect(WireLimits.BODY_BYTES);

    @Test
    void wrappingAMessageCostsNothing() {
        Deliver deliver = (Deliver) GoldenFrames.named("deliver").body();
        ByteBuffer message = deliver.getMessage().toByteString().asReadOnlyByteBuffer();
        assertThat(Cost.of(() -> FrameCodec.deliver(message, OUT.clear())).allocatedBytes())
                .isLessThan(256);
    }

    @Test
    void encodingIntoABufferCostsLittle() {
        Frame frame = GoldenFrames.named("accepted");
        assertThat(Cost.of(() -> FrameCodec.encode(frame, OUT.clear())).allocatedBytes())
                .isLessThan(1_024);
    }

    @Test
    void decodingCostsTheObjectsOfTheFrame() {
        ByteBuffer in = FrameCodec.encode(GoldenFrames.named("send-text-to-peer"));
        assertThat(Cost.of(() -> FrameCodec.decode(in.rewind(), WireLimits.BODY_BYTES))
                        .allocatedBytes())
                .isLessThan(4_096);
    }

    @Test
    void aHalfFrameCostsNextToNothingHoweverOftenItIsLookedAt() {
        ByteBuffer in = FrameCodec.encode(GoldenFrames.named("send-text-to-peer"));
        in.limit(in.limit() - 1);
        assertThat(Cost.of(() -> FrameCodec.decode(in, WireLimits.BODY_BYTES)).allocatedBytes())
                .isLessThan(256);
    }
}
