package im.hongyan.gateway;

import static im.hongyan.gateway.GatewayTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.gateway.transport.TcpClient;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.FrameHeader;
import im.hongyan.wire.WireException;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What broken or hostile clients send over TCP, and what they get. */
class BadTcpInputTest extends BadInputRig {
    private static final byte[] TLS_HELLO = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3, 7, 7, 7, 7, 7, 7, 7, 7, 7};

    BadTcpInputTest() {
        super(Map.of(
                "hongyan.gateway.session.hello-deadline", "3s",
                "hongyan.gateway.transport.frame-deadline", "3s",
                "hongyan.gateway.transport.connections.per-address", "20",
                "hongyan.gateway.transport.connections.count-loopback", "true"));
    }

    @Override
    void assertUnharmed() {
        try (TcpClient client = login()) {
            client.send(ping(3));
            assertThat(await(client, FrameType.PONG).requestId()).isEqualTo(3);
        }
    }

    private TcpClient connect() {
        return TcpClient.connect(gateway.tcp());
    }

    private TcpClient login() {
        TcpClient client = connect();
        client.send(hello());
        await(client, FrameType.WELCOME);
        return client;
    }

    private static Frame ping(int requestId) {
        return new Frame(FrameType.PING, requestId, Ping.getDefaultInstance());
    }

    private static byte[] header(int magic, int version, int type, int flags, int length) {
        return ByteBuffer.allocate(FrameHeader.BYTES)
                .put((byte) magic)
                .put((byte) version)
                .put((byte) type)
                .put((byte) flags)
                .putInt(77)
                .putInt(length)
                .array();
    }

    private static byte[] header(int type, int length) {
        return header(FrameHeader.MAGIC, FrameHeader.VERSION, type, 0, length);
    }

    private void assertRefused(TcpClient client, String code) {
        watch.expect(code);
        Problem problem = (Problem) await(client, FrameType.ERROR).body();
        assertThat(problem.getCode()).isEqualTo(code);
        assertThat(problem.getMessage()).isNotEmpty();
        assertThat(problem.getTraceId()).isNotEmpty();
        assertThat(watch.lines().all()).anyMatch(line -> line.contains(problem.getTraceId()));
        assertThat(client.isClosedWithin(PATIENCE)).isTrue();
    }

    // B01
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a-long-path HTTP/1.1\r\nHost: somewhere.example\r\nUser-Agent: curl/8\r\nAccept: */*\r\n\r\n"
            })
    void strangersGetNoMoreThanTheySend(String bytes) {
        assertStranger(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    /** It is MALFORMED; the ERROR says so only to who has sent as much. */
    private void assertStranger(byte[] bytes) {
        watch.expect("MALFORMED");
        try (TcpClient client = connect()) {
            client.send(bytes);
            byte[] answer = client.receiveAll(PATIENCE);
            assertThat(answer.length).isLessThanOrEqualTo(bytes.length);
            if (answer.length > 0) {
                Frame frame = Objects.requireNonNull(FrameCodec.decode(ByteBuffer.wrap(answer), 4_096));
                assertThat(((Problem) frame.body()).getCode()).isEqualTo("MALFORMED");
            } else {
                assertThat(bytes.length).isLessThan(200);
            }
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    // B01
    @Test
    void tlsAndNoiseAreNotAnsweredAtLength() {
        byte[] noise = new byte[500];
        new Random(7).nextBytes(noise);
        noise[0] = 0;
        for (byte[] bytes : new byte[][] {TLS_HELLO, noise}) {
            assertStranger(bytes);
        }
    }

    // B02, B11
    @Test
    void otherVersionsAndCodecsAreNamed() {
        try (TcpClient client = connect()) {
            watch.expect("UNSUPPORTED_VERSION");
            client.send(header(FrameHeader.MAGIC, 2, 1, 0, 0));
            Problem problem = (Problem) await(client, FrameType.ERROR).body();
            assertThat(problem.getCode()).isEqualTo("UNSUPPORTED_VERSION");
            assertThat(problem.getMessage()).contains("1");
            assertThat(client.isClosedWithin(PATIENCE)).isTrue();
        }
        try (TcpClient client = connect()) {
            client.send(header(FrameHeader.MAGIC, 1, 1, 1, 0));
            assertRefused(client, "UNSUPPORTED_CODEC");
        }
    }

    // B03
    @Test
    void aNegativeLengthIsMalformed() {
        try (TcpClient client = login()) {
            client.send(header(FrameType.SEND_VALUE, -1));
            assertRefused(client, "MALFORMED");
        }
    }

    // B04
    @Test
    void aHugeLengthIsRefusedBeforeItsBodyComes() {
        for (int length : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 11}) {
            try (TcpClient client = login()) {
                client.send(header(FrameType.SEND_VALUE, length));
                assertRefused(client, "FRAME_TOO_LARGE");
            }
        }
    }

    // B05
    @Test
    void theLargestFrameIsServedAndOneByteMoreIsNot() {
        try (TcpClient client = login()) {
            client.send(frameOf(WireLimits.BODY_BYTES));
            assertThat(await(client, FrameType.ACCEPTED).requestId()).isEqualTo(5);
        }
        try (TcpClient client = login()) {
            client.send(frameOf(WireLimits.BODY_BYTES + 1));
            assertRefused(client, "FRAME_TOO_LARGE");
        }
    }

    private static byte[] frameOf(int bodyBytes) {
        int text = bodyBytes - 100;
        Frame frame = frame(text);
        frame = frame(text + bodyBytes - frame.body().getSerializedSize());
        assertThat(frame.body().getSerializedSize()).isEqualTo(bodyBytes);
        return FrameCodec.encode(frame).array();
    }

    private static Frame frame(int textBytes) {
        return new Frame(
                FrameType.SEND,
                5,
                Send.newBuilder()
                        .setPeer("ben")
                        .setClientMessageId("c" + textBytes)
                        .setContent(
                                Content.newBuilder().setText(Text.newBuilder().setText("x".repeat(textBytes))))
                        .build());
    }

    // B06
    @Test
    void beforeLoginFramesAreSmallAndOne() {
        try (TcpClient client = connect()) {
            client.send(header(FrameType.HELLO_VALUE, WireLimits.BODY_BYTES_BEFORE_LOGIN + 1));
            assertRefused(client, "FRAME_TOO_LARGE");
        }
        try (TcpClient client = connect()) {
            byte[] hello = FrameCodec.encode(hello()).array();
            byte[] both = Arrays.copyOf(hello, hello.length + FrameHeader.BYTES);
            System.arraycopy(FrameCodec.encode(ping(2)).array(), 0, both, hello.length, FrameHeader.BYTES);
            client.send(both);
            assertRefused(client, "AUTH_REQUIRED");
        }
    }

    // B07, B29
    @Test
    void silenceBeforeOrInsideHelloTimesOut() {
        for (byte[] begun : new byte[][] {{}, header(FrameType.HELLO_VALUE, 100)}) {
            try (TcpClient client = connect()) {
                client.send(begun);
                assertRefused(client, "TIMEOUT");
            }
        }
    }

    // B07, B08
    @Test
    void aFrameThatDripsTimesOut() throws InterruptedException {
        try (TcpClient client = login()) {
            byte[] frame = FrameCodec.encode(frame(200)).array();
            Frame answer = null;
            for (int i = 0; answer == null && i < frame.length; i++) {
                client.send(new byte[] {frame[i]});
                answer = receiveError(client);
            }
            watch.expect("TIMEOUT");
            assertThat(((Problem) Objects.requireNonNull(answer).body()).getCode())
                    .isEqualTo("TIMEOUT");
            assertThat(client.isClosedWithin(PATIENCE)).isTrue();
        }
    }

    private static @Nullable Frame receiveError(TcpClient client) {
        Frame frame = client.receive(Duration.ofMillis(100));
        while (frame != null && frame.type() != FrameType.ERROR) {
            frame = client.receive(Duration.ofMillis(100));
        }
        return frame;
    }

    // B09
    @Test
    void framesMayBeCutAnywhere() {
        byte[] ping = FrameCodec.encode(frame(20)).array();
        try (TcpClient client = login()) {
            for (int cut = 1; cut < ping.length; cut++) {
                client.send(Arrays.copyOfRange(ping, 0, cut));
                client.send(Arrays.copyOfRange(ping, cut, ping.length));
                await(client, FrameType.ACCEPTED);
            }
        }
    }

    // B09
    @Test
    void manyFramesMayComeAtOnce() {
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000; i++) {
            Frame frame = new Frame(
                    FrameType.SEND,
                    i,
                    ((Send) frame(1).body())
                            .toBuilder().setClientMessageId("b" + i).build());
            segment.writeBytes(FrameCodec.encode(frame).array());
        }
        try (TcpClient client = login()) {
            client.send(segment.toByteArray());
            for (int i = 0; i < 1_000; i++) {
                assertThat(await(client, FrameType.ACCEPTED).requestId()).isEqualTo(i);
            }
        }
    }

    // B10
    @Test
    void aBodyOfAnotherLengthThanSaidIsMalformed() {
        byte[] good = FrameCodec.encode(frame(50)).array();
        byte[] shorter = good.clone();
        ByteBuffer.wrap(shorter).putInt(8, good.length - FrameHeader.BYTES - 5);
        byte[] longer = Arrays.copyOf(good, good.length + 3);
        ByteBuffer.wrap(longer).putInt(8, good.length - FrameHeader.BYTES + 3);
        for (byte[] bytes : List.of(shorter, longer)) {
            try (TcpClient client = login()) {
                client.send(bytes);
                assertRefused(client, "MALFORMED");
            }
        }
    }

    // B12
    @Test
    void anUnknownCommandIsSkipped() {
        try (TcpClient client = login()) {
            watch.expect("UNKNOWN_COMMAND");
            byte[] unknown = Arrays.copyOf(header(63, 5), FrameHeader.BYTES + 5);
            client.send(unknown);
            Frame answer = await(client, FrameType.ERROR);
            assertThat(((Problem) answer.body()).getCode()).isEqualTo("UNKNOWN_COMMAND");
            assertThat(((Problem) answer.body()).getTraceId()).isNotEmpty();
            assertThat(answer.requestId()).isEqualTo(77);
            client.send(ping(9));
            assertThat(await(client, FrameType.PONG).requestId()).isEqualTo(9);
        }
    }

    // B25
    @Test
    void pingsAreLimited() {
        ByteArrayOutputStream pings = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000; i++) {
            pings.writeBytes(FrameCodec.encode(ping(i)).array());
        }
        watch.expect("RATE_LIMITED");
        try (TcpClient client = login()) {
            client.send(pings.toByteArray());
            assertThat(((Goodbye) await(client, FrameType.GOODBYE).body()).getCode())
                    .isEqualTo("RATE_LIMITED");
            assertThat(client.isClosedWithin(PATIENCE)).isTrue();
        }
    }

    // B28
    @Test
    void whateverIsNotHelloNeedsALogin() {
        try (TcpClient client = connect()) {
            client.send(ping(1));
            assertRefused(client, "AUTH_REQUIRED");
        }
    }

    // B46
    @Test
    void whatAClientSaysOfItselfIsNotPassedOn() {
        Send plain = (Send) frame(3).body();
        UnknownFieldSet.Field eve = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8("eve"))
                .build();
        UnknownFieldSet forged = UnknownFieldSet.newBuilder().addField(100, eve).build();
        Send more = plain.toBuilder()
                .setContent(plain.getContent().toBuilder().mergeUnknownFields(forged))
                .mergeUnknownFields(forged)
                .build();
        try (TcpClient client = login()) {
            client.send(new Frame(FrameType.SEND, 5, more));
            assertThat(await(client, FrameType.ACCEPTED).requestId()).isEqualTo(5);
        }
        SendBatch batch = gateway.core().batches().getLast();
        assertThat(batch.getSendsList()).containsExactly(plain);
        assertThat(batch.getPrincipal().getUser()).startsWith("user-");
    }

    // B89
    @Test
    void oneAddressHasSoManyConnections() {
        TcpClient[] clients = new TcpClient[20];
        ConnectionContract.eventually(() -> connections() == 0);
        for (int i = 0; i < clients.length; i++) {
            clients[i] = connect();
            clients[i].send(GatewayContext.hello("ann" + i));
            await(clients[i], FrameType.WELCOME);
        }
        ConnectionContract.eventually(() -> connections() == clients.length);
        try (TcpClient oneMore = connect()) {
            assertRefused(oneMore, "TOO_MANY_CONNECTIONS");
        }
        for (TcpClient client : clients) {
            client.close();
        }
        ConnectionContract.eventually(() -> connections() == 0);
    }
}
