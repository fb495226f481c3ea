package im.hongyan.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Whatever the bytes are: a frame, "need more", or one typed refusal; never another exception, never more memory than the
 * limit allows. {@code -Djqwik.tries.default=1000000} makes a night of it.
 */
class FrameCodecFuzzTest {
    private static final int LIMIT = 2_048;

    /** An object for every two bytes is the worst that a body can ask for. */
    private static final int ALLOCATION_PER_BYTE = 96;

    private static final int ALLOCATION_AT_REST = 8 * 1024;

    @Property
    void everyFrameComesBackAsItWas(@ForAll Random random) throws WireException {
        Frame frame = RandomFrames.next(random);
        ByteBuffer heap = FrameCodec.encode(frame);
        assertThat(heap.remaining()).isEqualTo(FrameCodec.encodedLength(frame));
        ByteBuffer direct = ByteBuffer.allocateDirect(heap.remaining() + 7)
                .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .position(5);
        ByteOrder order = direct.order();
        FrameCodec.encode(frame, direct);
        assertThat(direct.order()).isEqualTo(order);
        direct.flip().position(5);
        assertThat(direct).isEqualTo(heap);
        assertThat(FrameCodec.decode(heap, WireLimits.BODY_BYTES)).isEqualTo(frame);
        assertThat(FrameCodec.decode(direct, WireLimits.BODY_BYTES)).isEqualTo(frame);
        assertThat(direct.hasRemaining()).isFalse();
    }

    @Property
    void aFrameThatIsCutNeedsMore(@ForAll Random random) throws WireException {
        ByteBuffer whole = FrameCodec.encode(RandomFrames.next(random));
        ByteBuffer cut = whole.duplicate().limit(random.nextInt(whole.limit()));
        assertThat(FrameCodec.decode(cut, WireLimits.BODY_BYTES)).isNull();
        assertThat(cut.position()).isZero();
    }

    @Property
    void mutatedFramesAreReadOrRefused(@ForAll Random random) {
        drain(mutated(random));
    }

    @Property
    void noiseBehindASoundHeaderIsReadOrRefused(@ForAll Random random) {
        drain(noise(random));
    }

    private static ByteBuffer mutated(Random random) {
        byte[] good = FrameCodec.encode(RandomFrames.next(random)).array();
        byte[] other = FrameCodec.encode(RandomFrames.next(random)).array();
        return ByteBuffer.wrap(Mutation.of(random, good, other));
    }

    private static ByteBuffer noise(Random random) {
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        FrameHeader header = new FrameHeader(random.nextInt(80), random.nextInt(), random.nextInt(noise.length + 1));
        ByteBuffer in = ByteBuffer.allocateDirect(FrameHeader.BYTES + noise.length);
        in.put((byte) FrameHeader.MAGIC)
                .put((byte) FrameHeader.VERSION)
                .put((byte) header.type())
                .put((byte) 0);
        return in.putInt(header.requestId())
                .putInt(header.bodyBytes())
                .put(noise)
                .flip();
    }

    private static void drain(ByteBuffer in) {
        while (in.hasRemaining()) {
            int start = in.position();
            Outcome outcome = new Outcome();
            Cost cost = Cost.of(() -> outcome.decode(in.position(start)));
            assertThat(cost.allocatedBytes())
                    .isLessThan(ALLOCATION_AT_REST + (long) ALLOCATION_PER_BYTE * Math.min(in.limit() - start, LIMIT));
            if (outcome.frame != null || (outcome.refusal != null && outcome.refusal.recoverable())) {
                assertThat(in.position()).isGreaterThanOrEqualTo(start + FrameHeader.BYTES);
                continue;
            }
            if (outcome.refusal == null) {
                assertThat(in.position()).isEqualTo(start);
            }
            return;
        }
    }

    private static final class Outcome {
        private @Nullable Frame frame;
        private @Nullable WireException refusal;

        void decode(ByteBuffer in) {
            try {
                frame = FrameCodec.decode(in, LIMIT);
            } catch (WireException e) {
                refusal = e;
            }
        }
    }
}
