package im.hongyan.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import im.hongyan.wire.content.ContentRules;
import im.hongyan.wire.frame.Bye;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Custom;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Mention;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The framing rows of the bad-input table as far as pure functions go; the codes are in {@link GoldenFramesTest}. */
class FrameCodecTest {
    private static final Frame PING = new Frame(FrameType.PING, 2, Ping.getDefaultInstance());

    // B09
    @Test
    void aFrameSplitAtEveryByteArrivesWhole() throws WireException {
        Frame frame = GoldenFrames.named("deliver");
        ByteBuffer whole = FrameCodec.encode(frame);
        for (int cut = 0; cut < whole.limit(); cut++) {
            ByteBuffer in = whole.duplicate().limit(cut);
            assertThat(FrameCodec.decode(in, WireLimits.BODY_BYTES)).isNull();
            assertThat(in.position()).isZero();
            in.limit(whole.limit());
            assertThat(FrameCodec.decode(in, WireLimits.BODY_BYTES)).isEqualTo(frame);
        }
    }

    // B09
    @Test
    void aThousandFramesInOneSegmentComeOutInOrder() throws WireException {
        ByteBuffer in = ByteBuffer.allocate(1_000 * FrameHeader.BYTES);
        for (int i = 0; i < 1_000; i++) {
            FrameCodec.encode(new Frame(FrameType.PING, i, Ping.getDefaultInstance()), in);
        }
        in.flip();
        List<Integer> ids = new ArrayList<>();
        for (Frame frame = FrameCodec.decode(in, 0); frame != null; frame = FrameCodec.decode(in, 0)) {
            ids.add(frame.requestId());
        }
        assertThat(ids).hasSize(1_000).isSorted().startsWith(0).endsWith(999);
    }

    // B05
    @Test
    void theLimitItselfIsWithinTheLimit() throws WireException {
        assertThat(FrameCodec.readHeader(bytes("e90104000000000100014000"), 81_920))
                .isEqualTo(new FrameHeader(4, 1, 81_920));
        assertThat(refusal(bytes("e90104000000000100014001"), 81_920))
                .hasMessage("a body has at most 81920 bytes here")
                .extracting(WireException::requestId)
                .isEqualTo(1);
    }

    // B01, B02
    @Test
    void aStrangerIsToldAtTheFirstWrongByte() {
        for (String first : List.of("47", "16", "00", "ff", "e8")) {
            assertThat(refusal(bytes(first), 4_096).code()).isEqualTo(ErrorCode.MALFORMED);
        }
        assertThat(refusal(bytes("e900"), 4_096).code()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
        assertThat(refusal(bytes("e9010180"), 4_096).code()).isEqualTo(ErrorCode.UNSUPPORTED_CODEC);
    }

    // B02
    @Test
    void aRefusalNamesWhatIsSupported() {
        assertThat(refusal(bytes("e902"), 4_096)).hasMessageContaining("must be 1");
        assertThat(refusal(bytes("e9010101"), 4_096)).hasMessageContaining("plain");
    }

    // B03, B04
    @Test
    void aLengthThatCannotBeIsRefusedWithoutAllocating() {
        for (String header :
                List.of("e901040000000001ffffffff", "e9010400000000017fffffff", "e90104000000000180000000")) {
            Cost cost = Cost.of(() -> FrameCodec.decode(bytes(header), WireLimits.BODY_BYTES));
            assertThat(cost.allocatedBytes()).isLessThan(4_096);
        }
    }

    // B10
    @Test
    void aLengthShorterThanTheBodyBreaksTheStream() throws WireException {
        ByteBuffer in = FrameCodec.encode(GoldenFrames.named("received"));
        in.putInt(8, in.getInt(8) - 2);
        assertThat(FrameCodec.decode(in, WireLimits.BODY_BYTES)).isNotNull();
        assertThat(refusal(in, WireLimits.BODY_BYTES).code()).isEqualTo(ErrorCode.MALFORMED);
    }

    // B12
    @Test
    void anUnknownTypeIsSkippedAndTheStreamGoesOn() throws WireException {
        ByteBuffer in = ByteBuffer.allocate(64);
        in.put(bytes("e9013f000000002a00000003abcdef"));
        FrameCodec.encode(PING, in);
        in.flip();
        WireException refusal = refusal(in, WireLimits.BODY_BYTES);
        assertThat(refusal.recoverable()).isTrue();
        assertThat(refusal.requestId()).isEqualTo(42);
        assertThat(FrameCodec.decode(in, WireLimits.BODY_BYTES)).isEqualTo(PING);
    }

    @Test
    void anUnknownTypeIsNotLookedAtBeforeItsBodyIsThere() throws WireException {
        assertThat(FrameCodec.decode(bytes("e9013f000000002a00000003abcd"), WireLimits.BODY_BYTES))
                .isNull();
    }

    // B46
    @Test
    void fieldsThatThisVersionDoesNotKnowAreSkipped() throws WireException {
        assertThat(FrameCodec.decode(bytes("e90102000000000200000003f80601"), WireLimits.BODY_BYTES))
                .isEqualTo(PING);
    }

    @Test
    void theBodyIsOwnedByTheFrame() throws WireException {
        Custom custom =
                Custom.newBuilder().setData(ByteString.copyFromUtf8("mine")).build();
        Frame frame = new Frame(
                FrameType.SEND,
                1,
                Send.newBuilder()
                        .setContent(Content.newBuilder().setCustom(custom))
                        .build());
        ByteBuffer in = FrameCodec.encode(frame);
        Frame read = FrameCodec.decode(in, WireLimits.BODY_BYTES);
        while (in.position() > 0) {
            in.put(in.position() - 1, (byte) 0).position(in.position() - 1);
        }
        assertThat(read).isEqualTo(frame);
    }

    @Test
    void aBodyOfNothingButEmptyElementsCostsInProportion() {
        Cost cost = costOfBody(FrameType.PONG, "1200");
        assertThat(cost.allocatedBytes()).isLessThan(96L * WireLimits.BODY_BYTES);
        assertThat(cost.cpuMillis()).isLessThan(50);
    }

    @Test
    void aBodyOfNothingButUnknownFieldsCostsNothing() {
        Cost cost = costOfBody(FrameType.PING, "7801");
        assertThat(cost.allocatedBytes()).isLessThan(8 * 1024);
        assertThat(cost.cpuMillis()).isLessThan(50);
    }

    // B03, B04
    @Test
    void aLengthInsideABodyIsNotBelieved() {
        for (String body : List.of("0affffffff07", "0affffffff0f", "0affffffffffffffffff01", "0a80808080")) {
            ByteBuffer in = bytes("e90105000000000100000000" + body).putInt(8, body.length() / 2);
            Cost cost = Cost.of(() -> FrameCodec.decode(in.rewind(), WireLimits.BODY_BYTES));
            assertThat(cost.allocatedBytes()).isLessThan(8 * 1024);
            assertThat(refusal(in.rewind(), WireLimits.BODY_BYTES).code()).isEqualTo(ErrorCode.MALFORMED);
        }
    }

    private static Cost costOfBody(FrameType type, String field) {
        byte[] repeated = HexFormat.of().parseHex(field.repeat(WireLimits.BODY_BYTES * 2 / field.length()));
        ByteBuffer in = ByteBuffer.allocate(FrameHeader.BYTES + repeated.length)
                .put(bytes("e90100000000000000014000"))
                .put(repeated)
                .put(2, (byte) type.getNumber());
        return Cost.of(() -> FrameCodec.decode(in.rewind(), WireLimits.BODY_BYTES));
    }

    @Test
    void whateverCouldBeSentCanBeDelivered() {
        String id = "x".repeat(WireLimits.ID_CHARS);
        Text.Builder text = Text.newBuilder().setText("雁".repeat(14_400) + "\uD842\uDFB7".repeat(5_584));
        while (text.getMentionsCount() < WireLimits.MENTIONS) {
            text.addMentions(Mention.newBuilder().setUser(id).setStart(20_000).setLength(5_000));
        }
        text.getQuoteBuilder().setSequence(Long.MAX_VALUE).setMessageId(id);
        Content content = Content.newBuilder().setText(text).build();
        assertThat(text.getTextBytes().size()).isEqualTo(WireLimits.TEXT_BYTES);
        assertThat(ContentRules.check(content)).isNull();
        Message message = Message.newBuilder()
                .setConversation(Ids.direct(id, id))
                .setSequence(Long.MAX_VALUE)
                .setMessageId(Ids.newMessageId(0))
                .setSender(id)
                .setSenderDevice(id)
                .setClientMessageId(id)
                .setTime(Long.MAX_VALUE)
                .setContent(content)
                .build();
        assertThat(FrameCodec.deliverLength(message.getSerializedSize())).isLessThan(WireLimits.BODY_BYTES - 4_096);
    }

    @Test
    void deliverWrapsAnEncodedMessageAsItIs() {
        for (int length : List.of(0, 1, 100, 127, 128, 16_383, 16_384, 70_000)) {
            Message message = Message.newBuilder()
                    .setContent(Content.newBuilder().setText(Text.newBuilder().setText("x".repeat(length))))
                    .build();
            ByteString encoded = message.toByteString();
            ByteBuffer expected = FrameCodec.encode(Frame.of(
                    FrameType.DELIVER, Deliver.newBuilder().setMessage(message).build()));
            assertThat(FrameCodec.deliver(encoded)).isEqualTo(expected);
            assertThat(FrameCodec.deliverLength(encoded.size())).isEqualTo(expected.remaining());
            ByteBuffer direct = ByteBuffer.allocateDirect(expected.remaining());
            ByteBuffer source = encoded.asReadOnlyByteBuffer();
            FrameCodec.deliver(source, direct);
            assertThat(direct.flip()).isEqualTo(expected);
            assertThat(source.remaining()).isEqualTo(encoded.size());
        }
    }

    @Test
    void aBufferThatIsTooSmallIsLeftAlone() {
        ByteBuffer small = ByteBuffer.allocate(FrameHeader.BYTES - 1);
        assertThatThrownBy(() -> FrameCodec.encode(PING, small)).isInstanceOf(BufferOverflowException.class);
        assertThatThrownBy(() -> FrameCodec.deliver(ByteBuffer.allocate(1), small))
                .isInstanceOf(BufferOverflowException.class);
        assertThat(small.position()).isZero();
    }

    @Test
    void aBodyOfAnotherTypeIsNoFrame() {
        assertThatThrownBy(() -> Frame.of(FrameType.PING, Bye.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the body of PING is a Ping, not a Bye");
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static WireException refusal(ByteBuffer in, int maxBodyBytes) {
        return catchThrowableOfType(WireException.class, () -> FrameCodec.decode(in, maxBodyBytes));
    }
}
