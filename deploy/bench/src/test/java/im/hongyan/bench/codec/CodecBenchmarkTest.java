package im.hongyan.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.WireException;
import im.hongyan.wire.json.JsonFrames;
import org.junit.jupiter.api.Test;

/** What is measured is the real thing: each benchmark does what its name says. */
class CodecBenchmarkTest {
    @Test
    void everyBenchmarkDoesItsWork() throws WireException {
        for (int chars : new int[] {60, 2_000}) {
            CodecBenchmark benchmark = new CodecBenchmark();
            benchmark.chars = chars;
            benchmark.prepare();
            Sample sample = Sample.of(chars);
            assertThat(sample.message().getContent().getText().getText()).hasSize(chars);
            assertThat(benchmark.decodeSend()).isEqualTo(sample.sendFrame());
            assertThat(benchmark.checkSend()).isNull();
            assertThat(benchmark.encodeDeliver().flip()).isEqualTo(FrameCodec.encode(sample.deliverFrame()));
            assertThat(benchmark.wrapDeliver().flip()).isEqualTo(FrameCodec.encode(sample.deliverFrame()));
            assertThat(benchmark.decodeSendJson()).isEqualTo(sample.sendFrame());
            assertThat(benchmark.deliverJson()).isEqualTo(JsonFrames.encode(sample.deliverFrame()));
        }
    }
}
