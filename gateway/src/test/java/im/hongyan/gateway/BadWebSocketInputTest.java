package im.hongyan.gateway;

import static im.hongyan.gateway.GatewayTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.gateway.transport.RawWebSocket;
import im.hongyan.gateway.transport.WebSocketClient;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.FrameHeader;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Ping;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What broken or hostile clients send over WebSocket, and what they get. */
@Timeout(180)
@ExtendWith(LeakFree.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadWebSocketInputTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] HELLO =
            FrameCodec.encode(GatewayContext.hello("ann")).array();
    private static final int MAX_MESSAGE = FrameHeader.BYTES + WireLimits.BODY_BYTES;

    private GatewayContext gateway;

    @BeforeAll
    void start() {
        gateway = GatewayContext.start(Map.of(
                "hongyan.gateway.session.hello-deadline", "3s",
                "server.netty.idle-timeout", "2s",
                "hongyan.gateway.transport.allowed-origins", "https://chat.example,http://localhost:5173"));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @AfterEach
    void theNextClientIsServed() {
        try (WebSocketClient client = WebSocketClient.binary(gateway.webSocket())) {
            client.send(GatewayContext.hello("ann"));
            await(client, FrameType.WELCOME);
            client.send(new Frame(FrameType.PING, 3, Ping.getDefaultInstance()));
            assertThat(await(client, FrameType.PONG).requestId()).isEqualTo(3);
        }
    }

    private RawWebSocket ask(String... more) {
        List<String> headers = new ArrayList<>(RawWebSocket.GOOD);
        headers.addAll(List.of(more));
        return RawWebSocket.ask(gateway.webSocket(), "/ws", headers);
    }

    private RawWebSocket login() {
        RawWebSocket socket = RawWebSocket.open(gateway.webSocket());
        socket.send(RawWebSocket.BINARY, HELLO);
        assertThat(Objects.requireNonNull(socket.receive(PATIENCE)).payload()[2])
                .isEqualTo((byte) FrameType.WELCOME_VALUE);
        return socket;
    }

    private RawWebSocket without(String header) {
        return RawWebSocket.ask(
                gateway.webSocket(),
                "/ws",
                RawWebSocket.GOOD.stream()
                        .filter(line -> !line.startsWith(header))
                        .toList());
    }

    // B13, B14
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://chat.example.evil.example",
                "https://evilchat.example",
                "HTTPS://chat.example",
                "https://chat.example:444",
                "https://chat.example/",
                "http://chat.example",
                "null",
                ""
            })
    void foreignPagesMayNotConnect(String origin) {
        try (RawWebSocket socket = ask("Origin: " + origin)) {
            assertThat(socket.status()).isEqualTo(403);
            assertThat(socket.response())
                    .contains("\"code\":\"ORIGIN_REFUSED\"")
                    .contains("application/problem+json");
        }
    }

    // B13, B15
    @Test
    void ownAndAllowedPagesAndNativeClientsMayConnect() {
        String own = "http://" + gateway.webSocket().getAuthority();
        for (String[] headers : new String[][] {{"Origin: https://chat.example"}, {"Origin: " + own}, {}}) {
            try (RawWebSocket socket = ask(headers)) {
                assertThat(socket.status()).isEqualTo(101);
            }
        }
    }

    // B15
    @Test
    void cookiesWithoutAnOriginAreRefused() {
        try (RawWebSocket socket = ask("Cookie: session=1")) {
            assertThat(socket.status()).isEqualTo(403);
        }
    }

    // B16
    @Test
    void aCredentialInTheAddressIsRefused() {
        try (RawWebSocket socket = RawWebSocket.ask(gateway.webSocket(), "/ws?token=secret", RawWebSocket.GOOD)) {
            assertThat(socket.status()).isEqualTo(400);
            assertThat(socket.response()).contains("CREDENTIAL_IN_URL").doesNotContain("secret");
        }
    }

    // B17
    @Test
    void theSubprotocolAndTheVersionMustBeRight() {
        try (RawWebSocket none = without("Sec-WebSocket-Protocol");
                RawWebSocket noUpgrade = without("Upgrade")) {
            assertThat(none.status()).isEqualTo(400);
            assertThat(none.response()).contains("hongyan.v1");
            assertThat(noUpgrade.status()).isEqualTo(426);
            assertThat(noUpgrade.response()).contains("Sec-WebSocket-Version: 13");
        }
        List<String> others = new ArrayList<>(List.of("Sec-WebSocket-Protocol: hongyan.v9, mqtt"));
        RawWebSocket.GOOD.stream()
                .filter(line -> !line.startsWith("Sec-WebSocket-Protocol"))
                .forEach(others::add);
        try (RawWebSocket unknown = RawWebSocket.ask(gateway.webSocket(), "/ws", others)) {
            assertThat(unknown.status()).isEqualTo(400);
        }
    }

    // B19
    @Test
    void headersAndAddressesAreLimited() {
        try (RawWebSocket socket = ask("X-Long: " + "x".repeat(9_000))) {
            assertThat(socket.status()).isEqualTo(431);
        }
        try (RawWebSocket socket =
                RawWebSocket.ask(gateway.webSocket(), "/ws/" + "x".repeat(5_000), RawWebSocket.GOOD)) {
            assertThat(socket.status()).isEqualTo(414);
        }
    }

    // B20
    @Test
    void framesThatBreakTheRulesOfWebSocketAreProtocolErrors() {
        byte[] ping = FrameCodec.encode(new Frame(FrameType.PING, 1, Ping.getDefaultInstance()))
                .array();
        try (RawWebSocket unmasked = login()) {
            unmasked.write(0x82, ping, false);
            assertThat(unmasked.closeCode(PATIENCE)).isEqualTo(1002);
        }
        for (int firstByte : new int[] {0xC2, 0x83, 0x8B, 0x09, 0x80}) {
            try (RawWebSocket socket = login()) {
                socket.write(firstByte, ping, true);
                assertThat(socket.closeCode(PATIENCE))
                        .as("first byte %x", firstByte)
                        .isEqualTo(1002);
            }
        }
    }

    // B21
    @Test
    void messagesAreLimitedWholeOrInFragments() {
        try (RawWebSocket socket = login()) {
            socket.send(RawWebSocket.BINARY, new byte[MAX_MESSAGE + 1]);
            assertThat(socket.closeCode(PATIENCE)).isEqualTo(1009);
        }
        try (RawWebSocket socket = login()) {
            socket.write(RawWebSocket.BINARY, new byte[50_000], true);
            socket.write(RawWebSocket.CONTINUATION, new byte[50_000], true);
            assertThat(socket.closeCode(PATIENCE)).isEqualTo(1009);
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
            socket.write(0x80, java.util.Arrays.copyOfRange(ping, 3, ping.length), true);
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
            assertThat(socket.closeCode(PATIENCE)).isEqualTo(1008);
        }
    }

    // B23
    @Test
    void textIsUtf8AndJson() {
        try (RawWebSocket socket = RawWebSocket.open(gateway.webSocket())) {
            socket.send(RawWebSocket.TEXT, new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}'});
            assertThat(socket.closeCode(PATIENCE)).isEqualTo(1007);
        }
        try (RawWebSocket socket = RawWebSocket.open(gateway.webSocket())) {
            socket.send(RawWebSocket.TEXT, "{\"type\":\"HELLO\",".repeat(20).getBytes(StandardCharsets.UTF_8));
            RawWebSocket.Received error = Objects.requireNonNull(socket.receive(PATIENCE));
            assertThat(error.opcode()).isEqualTo(RawWebSocket.TEXT);
            assertThat(error.text()).contains("\"ERROR\"").contains("MALFORMED");
            assertThat(socket.closeCode(PATIENCE)).isEqualTo(4400);
        }
    }

    // B24
    @Test
    void compressionIsNotNegotiated() {
        try (RawWebSocket socket = ask("Sec-WebSocket-Extensions: permessage-deflate")) {
            assertThat(socket.status()).isEqualTo(101);
            assertThat(socket.response()).doesNotContainIgnoringCase("extensions");
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
            assertThat(socket.closeCode(PATIENCE)).isEqualTo(4429);
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
            socket.send(RawWebSocket.CLOSE, new byte[] {3, (byte) 0xE8});
            for (int i = 0; i < 20; i++) {
                try {
                    socket.send(RawWebSocket.BINARY, new byte[100]);
                } catch (java.io.UncheckedIOException closed) {
                    break;
                }
            }
            assertThat(socket.isCutWithin(PATIENCE)).isTrue();
        }
    }

    // B10 as a WebSocket sees it
    @Test
    void aBinaryMessageIsExactlyOneFrame() {
        byte[] ping = FrameCodec.encode(new Frame(FrameType.PING, 6, Ping.getDefaultInstance()))
                .array();
        for (int length : new int[] {ping.length - 1, ping.length + 1}) {
            try (RawWebSocket socket = login()) {
                socket.send(RawWebSocket.BINARY, java.util.Arrays.copyOf(ping, length));
                assertThat(socket.closeCode(PATIENCE)).isEqualTo(4400);
            }
        }
    }

    // B06, B28, B29
    @Test
    void beforeLoginThereIsHelloOrTheEnd() {
        try (RawWebSocket silent = RawWebSocket.open(gateway.webSocket());
                RawWebSocket early = RawWebSocket.open(gateway.webSocket());
                RawWebSocket large = RawWebSocket.open(gateway.webSocket())) {
            early.send(RawWebSocket.TEXT, "{\"type\":\"PING\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(early.closeCode(PATIENCE)).isEqualTo(4401);
            large.send(RawWebSocket.BINARY, new byte[5_000]);
            assertThat(large.closeCode(PATIENCE)).isIn(4413, 4400);
            assertThat(silent.closeCode(PATIENCE)).isEqualTo(4408);
        }
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
            assertThat(socket.closeCode(PATIENCE)).isEqualTo(4401);
        }
    }
}
