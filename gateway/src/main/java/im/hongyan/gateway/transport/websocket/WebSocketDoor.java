package im.hongyan.gateway.transport.websocket;

import im.hongyan.gateway.transport.http.Refusal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/** Who may open a WebSocket: checked before anything is upgraded. */
final class WebSocketDoor {
    static final String SUBPROTOCOL = "hongyan.v1";
    private static final String VERSION = "13";

    private final OriginPolicy origins;

    WebSocketDoor(OriginPolicy origins) {
        this.origins = origins;
    }

    /** Null when it may. */
    @Nullable Refusal check(HttpServerRequest request) {
        HttpHeaders headers = request.requestHeaders();
        if (request.uri().indexOf('?') >= 0) {
            return Refusal.of(
                    ErrorCode.CREDENTIAL_IN_URL, "the address takes no parameters: the credential is sent in HELLO");
        }
        String own = request.scheme() + "://" + headers.get(HttpHeaderNames.HOST, "");
        boolean cookies = headers.contains(HttpHeaderNames.COOKIE);
        if (!origins.allows(headers.get(HttpHeaderNames.ORIGIN), own, cookies)) {
            return Refusal.of(
                    ErrorCode.ORIGIN_REFUSED,
                    "pages of that origin may not connect: hongyan.gateway.transport.allowed-origins");
        }
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                || !VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return new Refusal(
                    426,
                    Problems.of(ErrorCode.UNSUPPORTED_VERSION, "this is a WebSocket of version 13"),
                    Map.of("Upgrade", "websocket", "Sec-WebSocket-Version", VERSION));
        }
        if (!headers.containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL, false)) {
            return Refusal.of(ErrorCode.UNSUPPORTED_VERSION, "the subprotocol must be " + SUBPROTOCOL);
        }
        return null;
    }
}
