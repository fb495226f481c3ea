package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.RawWebSocket;
import im.hongyan.gateway.transport.TcpClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers and foreign pages ask of the HTTP port before there is a WebSocket, and what they get. */
class BadUpgradeTest extends BadWebSocketRig {

    private RawWebSocket ask(String... more) {
        List<String> headers = new ArrayList<>(RawWebSocket.GOOD);
        headers.addAll(List.of(more));
        return RawWebSocket.ask(gateway.webSocket(), "/ws", headers);
    }

    private void assertDenied(RawWebSocket socket, int status, String code) {
        watch.expect(code);
        assertThat(socket.status()).isEqualTo(status);
        assertThat(socket.response())
                .contains("\"code\":\"" + code + "\"")
                .contains("\"traceId\":\"")
                .contains("application/problem+json");
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
            assertDenied(socket, 403, "ORIGIN_REFUSED");
        }
    }

    // A page that was loaded from elsewhere and whose name points here now
    @ParameterizedTest
    @ValueSource(strings = {"rebound.example", "rebound.example:80", "127.0.0.1.rebound.example", "localhost.example"})
    void aNameIsNotOurOwnOriginUnlessConfigured(String host) {
        List<String> headers = new ArrayList<>(RawWebSocket.GOOD);
        headers.add("Origin: http://" + host);
        try (RawWebSocket socket = RawWebSocket.ask(gateway.webSocket(), host, "/ws", headers)) {
            assertDenied(socket, 403, "ORIGIN_REFUSED");
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
            assertDenied(socket, 403, "ORIGIN_REFUSED");
        }
    }

    // B16
    @Test
    void aCredentialInTheAddressIsRefused() {
        try (RawWebSocket socket = RawWebSocket.ask(gateway.webSocket(), "/ws?token=secret", RawWebSocket.GOOD)) {
            assertDenied(socket, 400, "CREDENTIAL_IN_URL");
            assertThat(socket.response()).doesNotContain("secret");
        }
        assertThat(watch.lines().all()).isNotEmpty().noneMatch(line -> line.contains("secret"));
    }

    // B17
    @Test
    void theSubprotocolAndTheVersionMustBeRight() {
        try (RawWebSocket none = without("Sec-WebSocket-Protocol");
                RawWebSocket noUpgrade = without("Upgrade")) {
            assertDenied(none, 400, "UNSUPPORTED_VERSION");
            assertThat(none.response()).contains("hongyan.v1");
            assertDenied(noUpgrade, 426, "UNSUPPORTED_VERSION");
            assertThat(noUpgrade.response()).contains("Sec-WebSocket-Version: 13");
        }
        List<String> others = new ArrayList<>(List.of("Sec-WebSocket-Protocol: hongyan.v9, mqtt"));
        RawWebSocket.GOOD.stream()
                .filter(line -> !line.startsWith("Sec-WebSocket-Protocol"))
                .forEach(others::add);
        try (RawWebSocket unknown = RawWebSocket.ask(gateway.webSocket(), "/ws", others)) {
            assertDenied(unknown, 400, "UNSUPPORTED_VERSION");
        }
        List<String> eight = RawWebSocket.GOOD.stream()
                .map(line -> line.replace("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8"))
                .toList();
        try (RawWebSocket old = RawWebSocket.ask(gateway.webSocket(), "/ws", eight)) {
            assertDenied(old, 426, "UNSUPPORTED_VERSION");
            assertThat(old.response()).contains("Sec-WebSocket-Version: 13");
        }
    }

    // B07 as HTTP sees it
    @Test
    void whoAsksForNothingIsCutWithoutAWord() {
        try (TcpClient client =
                TcpClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.httpPort()))) {
            assertThat(client.receiveAll(PATIENCE)).isEmpty();
            assertThat(client.isClosedWithin(PATIENCE)).isTrue();
        }
    }

    // B19
    @Test
    void headersAndAddressesAreLimited() {
        try (RawWebSocket socket = ask("X-Long: " + "x".repeat(9_000))) {
            watch.expect("FRAME_TOO_LARGE");
            assertThat(socket.status()).isEqualTo(431);
        }
        try (RawWebSocket socket =
                RawWebSocket.ask(gateway.webSocket(), "/ws/" + "x".repeat(5_000), RawWebSocket.GOOD)) {
            watch.expect("FRAME_TOO_LARGE");
            assertThat(socket.status()).isEqualTo(414);
        }
    }

    // B19
    @Test
    void headersAreLimitedInNumberToo() {
        List<String> headers = new ArrayList<>();
        // Host and those of an upgrade are among the hundred.
        for (int i = RawWebSocket.GOOD.size() + 1; i < 100; i++) {
            headers.add("X-Short: " + i);
        }
        try (RawWebSocket fits = ask(headers.toArray(String[]::new))) {
            assertThat(fits.status()).isEqualTo(101);
        }
        headers.add("X-Short: one more");
        try (RawWebSocket oneMore = ask(headers.toArray(String[]::new))) {
            watch.expect("FRAME_TOO_LARGE");
            assertThat(oneMore.status()).isEqualTo(431);
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
}
