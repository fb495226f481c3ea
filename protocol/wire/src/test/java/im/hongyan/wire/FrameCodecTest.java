package im.hongyan.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import im.hongyan.wire.json.JsonFrames;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static final Frame SEND = new Frame(
            FrameType.SEND,
            7,
            Send.newBuilder()
                    .setPeer("bob")
                    .setClientMessageId("c-1")
                    .setContent(Content.newBuilder().setText(Text.newBuilder().setText("鸿雁")))
                    .build());

    @Test
    void writesAndReadsTheSameFrame() throws WireException {
        ByteBuffer bytes = FrameCodec.encode(SEND);
        assertThat(bytes.remaining()).isEqualTo(FrameCodec.encodedLength(SEND));
        assertThat(bytes.slice(0, FrameHeader.BYTES))
                .isEqualTo(ByteBuffer.wrap(HexFormat.of().parseHex("e90104000000000700000016")));
        assertThat(FrameCodec.decode(bytes, WireLimits.BODY_BYTES)).isEqualTo(SEND);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void aDirectBufferGetsTheSameBytes() {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(FrameCodec.encodedLength(SEND) + 3).position(3);
        FrameCodec.encode(SEND, direct);
        assertThat(direct.flip().position(3)).isEqualTo(FrameCodec.encode(SEND));
    }

    @Test
    void deliverMatchesTheOrdinaryFrame() {
        Message message = Message.newBuilder()
                .setConversation("d:a:b")
                .setSequence(Long.MAX_VALUE)
                .setContent(Content.newBuilder().setText(Text.newBuilder().setText("x".repeat(300))))
                .build();
        Frame frame = Frame.of(
                FrameType.DELIVER, Deliver.newBuilder().setMessage(message).build());
        assertThat(FrameCodec.deliver(message.toByteString())).isEqualTo(FrameCodec.encode(frame));
        assertThat(JsonFrames.deliver(message.toByteString())).isEqualTo(JsonFrames.encode(frame));
    }

    @Test
    void jsonGoesBothWays() throws WireException {
        String json = JsonFrames.encode(SEND);
        assertThat(json)
                .isEqualTo("{\"type\":\"SEND\",\"requestId\":7,\"body\":{\"peer\":\"bob\",\"clientMessageId\":\"c-1\","
                        + "\"content\":{\"text\":{\"text\":\"鸿雁\"}}}}");
        assertThat(JsonFrames.decode(json, WireLimits.BODY_BYTES)).isEqualTo(SEND);
    }

    @Test
    void refusesALengthBeforeTheBodyIsThere() {
        ByteBuffer header = ByteBuffer.wrap(HexFormat.of().parseHex("e90104000000000700010000"));
        assertThatThrownBy(() -> FrameCodec.decode(header, 65_535))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FRAME_TOO_LARGE));
    }
}
