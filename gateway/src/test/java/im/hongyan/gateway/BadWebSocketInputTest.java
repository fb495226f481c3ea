package im.hongyan.gateway;

import static im.hongyan.gateway.GatewayTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import im.hongyan.gateway.transport.RawWebSocket;
import im.hongyan.gateway.transport.WebSocketClient;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.FrameHeader;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Custom;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import im.hongyan.wire.json.JsonFrames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What broken or hostile clients send over WebSocket, and what they get. */
class BadWebSocketInputTest extends BadWebSocketRig {
    private static final byte[] HELLO =
            FrameCodec.encode(GatewayContext.hello("ann")).array();
    private static final int FIRST_MESSAGE = FrameHeader.BYTES + WireLimits.BODY_BYTES_BEFORE_LOGIN;
    private static final int MAX_MESSAGE = FrameHeader.BYTES + WireLimits.BODY_BYTES;

    private RawWebSocket login() {
        RawWebSocket socket = RawWebSocket.open(gateway.webSocket());
        socket.send(RawWebSocket.BINARY, FrameCodec.encode(hello()).array());
        assertThat(Objects.requireNonNull(socket.receive(PATIENCE)).payload()[2])
                .isEqualTo((byte) FrameType.WELCOME_VALUE);
        return socket;
    }

    private void assertClosed(RawWebSocket socket, int status, String code) {
        watch.expect(code);
        assertThat(socket.closeCode(PATIENCE)).isEqualTo(status);
    }

    // B20
    @Test
    void framesThatBreakTheRulesOfWebSocketAreProtocolErrors() {
        byte[] ping = FrameCodec.encode(new Frame(FrameType.PING, 1, Ping.getDefaultInstance()))
                .array();
        try (RawWebSocket unmasked = login()) {
            unmasked.write(0x82, ping, false);
            assertClosed(unmasked, 1002, "MALFORMED");
        }
        for (int firstByte : new int[] {0xC2, 0x83, 0x8B, 0x09, 0x80}) {
            try (RawWebSocket socket = login()) {
                socket.write(firstByte, ping, true);
                assertClosed(socket, 1002, "MALFORMED");
            }
        }
    }

    // B21
    @Test
    void messagesAreLimitedWholeOrInFragments() {
        try (RawWebSocket socket = login()) {
            socket.send(RawWebSocket.BINARY, new byte[MAX_MESSAGE + 1]);
            assertClosed(socket, 1009, "FRAME_TOO_LARGE");
        }
        try (RawWebSocket socket = login()) {
            socket.write(RawWebSocket.BINARY, new byte[50_000], true);
            socket.write(RawWebSocket.CONTINUATION, new byte[50_000], true);
            assertClosed(socket, 1009, "FRAME_TOO_LARGE");
        }
    }

    // B21
    @Test
    void fragmentsArePutTogether() {
        byte[] ping = FrameCodec.encode(new Frame(FrameType.PING, 6, Ping.getDefaultInstance()))
                .array();
        try (RawWebSocket socket = login()) {
            socket.write(RawWebSocket.BINARY, new byte[] {ping[0], ping[1], ping[2]}, true);
            socket.send(RawWebSocket.PING, new byte[] {7});
            socket.write(RawWebSocket.CONTINUATION, new byte[0], true);
            socket.write(0x80, Arrays.copyOfRange(ping, 3, ping.length), true);
            List<Integer> opcodes = new ArrayList<>();
            RawWebSocket.Received next = socket.receive(PATIENCE);
            while (next != null
                    && (next.opcode() != RawWebSocket.BINARY || next.payload()[2] != FrameType.PONG_VALUE)) {
                opcodes.add(next.opcode());
                next = socket.receive(PATIENCE);
            }
            assertThat(next).isNotNull();
            assertThat(opcodes).contains(RawWebSocket.PONG);
        }
    }

    // B22
    @Test
    void emptyFragmentsAreLimited() {
        try (RawWebSocket socket = login()) {
            socket.write(RawWebSocket.BINARY, new byte[0], true);
            for (int i = 0; i < 300; i++) {
                socket.write(RawWebSocket.CONTINUATION, new byte[0], true);
            }
            assertClosed(socket, 1008, "LIMIT_EXCEEDED");
        }
    }

    // B23
    @Test
    void textIsUtf8AndJson() {
        try (RawWebSocket socket = RawWebSocket.open(gateway.webSocket())) {
            socket.send(RawWebSocket.TEXT, new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}'});
            assertClosed(socket, 1007, "MALFORMED");
        }
        try (RawWebSocket socket = RawWebSocket.open(gateway.webSocket())) {
            socket.send(RawWebSocket.TEXT, "{\"type\":\"HELLO\",".repeat(20).getBytes(StandardCharsets.UTF_8));
            RawWebSocket.Received error = Objects.requireNonNull(socket.receive(PATIENCE));
            assertThat(error.opcode()).isEqualTo(RawWebSocket.TEXT);
            assertThat(error.text()).contains("\"ERROR\"").contains("MALFORMED");
            assertClosed(socket, 4400, "MALFORMED");
        }
    }

    // B25
    @ParameterizedTest
    @ValueSource(ints = {RawWebSocket.PING, RawWebSocket.PONG})
    void pingsAndPongsAreLimited(int opcode) {
        try (RawWebSocket socket = login()) {
            for (int i = 0; i < 50; i++) {
                socket.send(opcode, new byte[0]);
            }
            assertClosed(socket, 4429, "RATE_LIMITED");
        }
    }

    @Test
    void theHttpServersPatienceDoesNotEndAWebSocket() throws InterruptedException {
        try (RawWebSocket socket = login()) {
            Thread.sleep(3_000);
            socket.send(
                    RawWebSocket.BINARY,
                    FrameCodec.encode(new Frame(FrameType.PING, 6, Ping.getDefaultInstance()))
                            .array());
            RawWebSocket.Received next = socket.receive(PATIENCE);
            while (next != null && next.payload()[2] != FrameType.PONG_VALUE) {
                next = socket.receive(PATIENCE);
            }
            assertThat(next).isNotNull();
        }
    }

    // B26
    @Test
    void whatFollowsACloseFrameIsIgnored() {
        try (RawWebSocket socket = login()) {
            int sent = gateway.core().batches().size();
            byte[] send = FrameCodec.encode(new Frame(
                            FrameType.SEND,
                            5,
                            Send.newBuilder()
                                    .setPeer("ben")
                                    .setClientMessageId("late")
                                    .setContent(Content.newBuilder()
                                            .setText(Text.newBuilder().setText("late")))
                                    .build()))
                    .array();
            byte[] close = RawWebSocket.frame(0x80 | RawWebSocket.CLOSE, new byte[] {3, (byte) 0xE8}, true);
            byte[] after = RawWebSocket.frame(0x80 | RawWebSocket.BINARY, send, true);
            byte[] both = Arrays.copyOf(close, close.length + after.length);
            System.arraycopy(after, 0, both, close.length, after.length);
            socket.write(both);

            assertThat(socket.closeCode(PATIENCE)).isEqualTo(1000);
            assertThat(socket.isCutWithin(PATIENCE)).isTrue();
            assertThat(gateway.core().batches()).hasSize(sent);
        }
    }

    // B10 as a WebSocket sees it
    @Test
    void aBinaryMessageIsExactlyOneFrame() {
        byte[] ping = FrameCodec.encode(new Frame(FrameType.PING, 6, Ping.getDefaultInstance()))
                .array();
        for (int length : new int[] {ping.length - 1, ping.length + 1}) {
            try (RawWebSocket socket = login()) {
                socket.send(RawWebSocket.BINARY, Arrays.copyOf(ping, length));
                assertClosed(socket, 4400, "MALFORMED");
            }
        }
    }

    // B06, B28, B29
    @Test
    void beforeLoginThereIsHelloOrTheEnd() {
        try (RawWebSocket silent = RawWebSocket.open(gateway.webSocket());
                RawWebSocket early = RawWebSocket.open(gateway.webSocket())) {
            early.send(RawWebSocket.TEXT, "{\"type\":\"PING\"}".getBytes(StandardCharsets.UTF_8));
            assertClosed(early, 4401, "AUTH_REQUIRED");
            assertClosed(silent, 4408, "TIMEOUT");
        }
    }

    // B06: as soon as the header is there, whole or in fragments; what is as long as the limit is looked at
    @Test
    void beforeLoginMessagesAreSmall() {
        try (RawWebSocket header = RawWebSocket.open(gateway.webSocket());
                RawWebSocket sent = RawWebSocket.open(gateway.webSocket());
                RawWebSocket text = RawWebSocket.open(gateway.webSocket());
                RawWebSocket fragments = RawWebSocket.open(gateway.webSocket());
                RawWebSocket fits = RawWebSocket.open(gateway.webSocket())) {
            header.write(
                    new byte[] {(byte) 0x82, (byte) 0xFE, (byte) ((FIRST_MESSAGE + 1) >> 8), (byte) (FIRST_MESSAGE + 1)
                    });
            sent.send(RawWebSocket.BINARY, hello(WireLimits.BODY_BYTES_BEFORE_LOGIN + 1));
            text.send(RawWebSocket.TEXT, new byte[FIRST_MESSAGE + 1]);
            fragments.write(RawWebSocket.BINARY, Arrays.copyOf(HELLO, HELLO.length - 1), true);
            fragments.write(0, new byte[FIRST_MESSAGE - HELLO.length + 2], true);
            for (RawWebSocket socket : List.of(header, sent, text, fragments)) {
                RawWebSocket.Received error = Objects.requireNonNull(socket.receive(PATIENCE));
                assertThat(error.opcode()).isEqualTo(socket == text ? RawWebSocket.TEXT : RawWebSocket.BINARY);
                assertThat(error.text()).contains("FRAME_TOO_LARGE");
                assertClosed(socket, 4413, "FRAME_TOO_LARGE");
            }
            fits.send(RawWebSocket.BINARY, hello(WireLimits.BODY_BYTES_BEFORE_LOGIN));
            RawWebSocket.Received error = Objects.requireNonNull(fits.receive(PATIENCE));
            assertThat(error.text()).contains("AUTH_FAILED");
            assertClosed(fits, 4401, "AUTH_FAILED");
        }
    }

    /** A whole HELLO with a body of so many bytes. */
    private static byte[] hello(int bodyBytes) {
        int room = bodyBytes - 6;
        Frame frame = new Frame(
                FrameType.HELLO,
                1,
                Hello.newBuilder()
                        .setDevice("d")
                        .setCredential("x".repeat(room))
                        .build());
        assertThat(frame.body().getSerializedSize()).isEqualTo(bodyBytes);
        return FrameCodec.encode(frame).array();
    }

    // B07, B08
    @Test
    void aMessageThatDripsTimesOut() {
        try (RawWebSocket half = login();
                RawWebSocket fragment = login()) {
            half.write(new byte[] {(byte) 0x82});
            fragment.write(RawWebSocket.BINARY, new byte[3], true);
            fragment.send(RawWebSocket.PING, new byte[0]);
            assertClosed(half, 4408, "TIMEOUT");
            assertClosed(fragment, 4408, "TIMEOUT");
        }
    }

    // The largest that a text may be; a binary message of the same length is one frame
    @Test
    void textFramesAreAsLongAsBinaryOnes() {
        try (RawWebSocket socket = jsonLogin()) {
            for (String text : List.of("hello", "😀".repeat(WireLimits.TEXT_BYTES / 4))) {
                socket.send(RawWebSocket.TEXT, send(text, MAX_MESSAGE));
                RawWebSocket.Received next = Objects.requireNonNull(socket.receive(PATIENCE));
                while (!next.text().contains("\"ACCEPTED\"")) {
                    assertThat(next.text()).doesNotContain("\"ERROR\"");
                    next = Objects.requireNonNull(socket.receive(PATIENCE));
                }
            }
            socket.send(RawWebSocket.TEXT, send("hello", MAX_MESSAGE + 1));
            assertClosed(socket, 1009, "FRAME_TOO_LARGE");
        }
    }

    // What is delivered is as long as JSON makes it
    @Test
    void theLargestContentsAreDeliveredAsText() {
        Content escaped = Content.newBuilder()
                .setText(Text.newBuilder().setText("<".repeat(WireLimits.TEXT_CODE_POINTS)))
                .build();
        Content base64 = Content.newBuilder()
                .setCustom(Custom.newBuilder()
                        .setType("t")
                        .setData(ByteString.copyFrom(new byte[WireLimits.CONTENT_BYTES - 16])))
                .build();
        try (WebSocketClient reader = WebSocketClient.text(gateway.webSocket());
                WebSocketClient writer = WebSocketClient.binary(gateway.webSocket())) {
            reader.send(GatewayContext.hello("cleo"));
            await(reader, FrameType.WELCOME);
            writer.send(GatewayContext.hello("ben"));
            await(writer, FrameType.WELCOME);
            for (Content content : List.of(escaped, base64)) {
                writer.send(new Frame(
                        FrameType.SEND,
                        1,
                        Send.newBuilder()
                                .setPeer("cleo")
                                .setClientMessageId("c" + content.getSerializedSize())
                                .setContent(content)
                                .build()));
                Frame frame = await(reader, FrameType.DELIVER);
                assertThat(((Deliver) frame.body()).getMessage().getContent()).isEqualTo(content);
                assertThat(JsonFrames.encode(frame).length()).isBetween(MAX_MESSAGE, 6 * WireLimits.BODY_BYTES);
            }
        }
    }

    private RawWebSocket jsonLogin() {
        RawWebSocket socket = RawWebSocket.open(gateway.webSocket());
        socket.send(RawWebSocket.TEXT, JsonFrames.encode(hello()).getBytes(StandardCharsets.UTF_8));
        assertThat(Objects.requireNonNull(socket.receive(PATIENCE)).text()).contains("WELCOME");
        return socket;
    }

    // B46, B51, B52
    @Test
    void aRequestWithWhatIsNotItsOwnIsRefusedAndTheNextIsServed() {
        try (RawWebSocket socket = jsonLogin()) {
            for (String body : List.of(
                    "{\"fromId\":\"eve\",\"peer\":\"ben\"}",
                    "{\"tenant\":\"other\",\"peer\":\"ben\"}",
                    "{\"@type\":\"java.lang.Runtime\",\"peer\":\"ben\"}",
                    "{\"peer\":" + "9".repeat(20) + "}",
                    "{\"peer\":\"ben\",\"content\":{\"text\":[]}}")) {
                watch.expect("INVALID_FIELD");
                String frame = "{\"type\":\"SEND\",\"requestId\":7,\"body\":" + body + "}";
                socket.send(RawWebSocket.TEXT, frame.getBytes(StandardCharsets.UTF_8));
                assertThat(textWith(socket, "\"requestId\":7"))
                        .contains("\"ERROR\"")
                        .contains("INVALID_FIELD")
                        .doesNotContain("eve");
            }
            socket.send(RawWebSocket.TEXT, send("a good one", 500));
            assertThat(textWith(socket, "\"requestId\":5")).contains("\"ACCEPTED\"");
            socket.send(RawWebSocket.TEXT, "[".repeat(1_000).getBytes(StandardCharsets.UTF_8));
            assertClosed(socket, 4400, "MALFORMED");
        }
    }

    private static String textWith(RawWebSocket socket, String part) {
        RawWebSocket.Received next = Objects.requireNonNull(socket.receive(PATIENCE));
        while (!next.text().contains(part)) {
            next = Objects.requireNonNull(socket.receive(PATIENCE));
        }
        return next.text();
    }

    /** A SEND of this text as JSON of so many bytes, with blanks behind it. */
    private static byte[] send(String text, int bytes) {
        String json = JsonFrames.encode(new Frame(
                FrameType.SEND,
                5,
                Send.newBuilder()
                        .setPeer("ben")
                        .setClientMessageId("c" + text.length() + "-" + bytes)
                        .setContent(
                                Content.newBuilder().setText(Text.newBuilder().setText(text)))
                        .build()));
        return (json + " ".repeat(bytes - json.getBytes(StandardCharsets.UTF_8).length))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aBadCredentialIsToldAndClosed() {
        try (RawWebSocket socket = RawWebSocket.open(gateway.webSocket())) {
            socket.send(
                    RawWebSocket.TEXT,
                    "{\"type\":\"HELLO\",\"requestId\":4,\"body\":{\"credential\":\"nonsense\",\"device\":\"d\"}}"
                            .getBytes(StandardCharsets.UTF_8));
            String error = Objects.requireNonNull(socket.receive(PATIENCE)).text();
            assertThat(error)
                    .contains("AUTH_FAILED")
                    .contains("\"requestId\":4")
                    .doesNotContain("nonsense");
            assertClosed(socket, 4401, "AUTH_FAILED");
        }
    }
}
