package im.hongyan.bench.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.WireException;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.content.ContentRules;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.json.JsonFrames;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One frame in, one frame out, as the gateway does it: direct buffers for bytes, strings for text. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    /** The length of the text. */
    @Param({"60", "2000"})
    public int chars;

    private Send send = Send.getDefaultInstance();
    private Frame deliver = Sample.of(0).deliverFrame();
    private ByteString message = ByteString.EMPTY;
    private ByteBuffer sendBytes = ByteBuffer.allocate(0);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private String sendJson = "";

    /** Makes the frames. */
    @Setup
    public void prepare() {
        Sample sample = Sample.of(chars);
        send = sample.send();
        deliver = sample.deliverFrame();
        message = sample.message().toByteString();
        ByteBuffer encoded = FrameCodec.encode(sample.sendFrame());
        sendBytes = ByteBuffer.allocateDirect(encoded.remaining()).put(encoded).flip();
        out = ByteBuffer.allocateDirect(WireLimits.BODY_BYTES);
        sendJson = JsonFrames.encode(sample.sendFrame());
    }

    /** A SEND as it comes from a socket. */
    @Benchmark
    public @Nullable Frame decodeSend() throws WireException {
        return FrameCodec.decode(sendBytes.rewind(), WireLimits.BODY_BYTES);
    }

    /** The rules that its content must keep. */
    @Benchmark
    public @Nullable Problem checkSend() {
        return ContentRules.check(send);
    }

    /** A DELIVER of a message that is an object; it is written for the first time, so its size is not known yet. */
    @Benchmark
    public ByteBuffer encodeDeliver() {
        MessageLite fresh = deliver.body().toBuilder().build();
        FrameCodec.encode(Frame.of(deliver.type(), fresh), out.clear());
        return out;
    }

    /** A DELIVER around the bytes that everybody downstream uses as they are. */
    @Benchmark
    public ByteBuffer wrapDeliver() {
        FrameCodec.deliver(message.asReadOnlyByteBuffer(), out.clear());
        return out;
    }

    /** A SEND as text. */
    @Benchmark
    public Frame decodeSendJson() throws WireException {
        return JsonFrames.decode(sendJson, WireLimits.BODY_BYTES);
    }

    /** A DELIVER as text. */
    @Benchmark
    public String deliverJson() {
        return JsonFrames.deliver(message);
    }
}
