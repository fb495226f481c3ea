package im.hongyan.gateway.transport.websocket;

import im.hongyan.wire.ErrorCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A WebSocket that is not opened, as problem details (RFC 9457).
 *
 * @param status of HTTP
 * @param code of the catalogue
 * @param detail names the rule; holds nothing of the request, so it needs no escapes
 * @param headers to answer with
 */
record Refusal(int status, ErrorCode code, String detail, Map<String, String> headers) {

    static Refusal of(ErrorCode code, String detail) {
        return new Refusal(code.httpStatus(), code, detail, Map.of());
    }

    /** With Retry-After (RFC 9110, section 10.2.3), in whole seconds. */
    static Refusal retryAfter(ErrorCode code, String detail, long millis) {
        String seconds = Long.toString(Math.ceilDiv(millis, 1_000));
        return new Refusal(code.httpStatus(), code, detail, Map.of(HttpHeaderNames.RETRY_AFTER.toString(), seconds));
    }

    Publisher<Void> answer(HttpServerResponse response) {
        response.status(status).header(HttpHeaderNames.CONTENT_TYPE, "application/problem+json");
        headers.forEach(response::header);
        return response.sendString(Mono.just("{\"type\":\"about:blank\",\"status\":" + status + ",\"code\":\"" + code
                + "\",\"detail\":\"" + detail + "\",\"retryable\":" + code.retryable() + "}"));
    }
}
