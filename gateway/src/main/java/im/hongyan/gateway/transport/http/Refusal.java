package im.hongyan.gateway.transport.http;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What is refused over HTTP, as problem details (RFC 9457).
 *
 * @param status of HTTP
 * @param problem names the rule; holds nothing of the request, so it needs no escapes
 * @param headers to answer with
 */
public record Refusal(int status, Problem problem, Map<String, String> headers) {
    private static final String TYPE = "application/problem+json";

    public static Refusal of(ErrorCode code, String detail) {
        return of(Problems.of(code, detail));
    }

    /** With Retry-After (RFC 9110, section 10.2.3), in whole seconds, where the problem says when. */
    public static Refusal of(Problem problem) {
        long millis = problem.getRetryAfterMillis();
        return new Refusal(
                Refusals.code(problem).httpStatus(),
                problem,
                millis == 0
                        ? Map.of()
                        : Map.of(HttpHeaderNames.RETRY_AFTER.toString(), Long.toString(Math.ceilDiv(millis, 1_000))));
    }

    /** The same on record. */
    public Refusal recorded(Refusals refusals, String who) {
        return new Refusal(status, refusals.last(problem, who), headers);
    }

    /** Answers a request. */
    public Publisher<Void> answer(HttpServerResponse response) {
        response.status(status).header(HttpHeaderNames.CONTENT_TYPE, TYPE);
        headers.forEach(response::header);
        return response.sendString(Mono.just(json()));
    }

    /** The whole answer of a connection that ends with it, whether it has asked or not. */
    ByteBuf lastWords(ByteBufAllocator allocator) {
        String body = json();
        StringBuilder answer = new StringBuilder("HTTP/1.1 ").append(HttpResponseStatus.valueOf(status));
        headers.forEach(
                (name, value) -> answer.append("\r\n").append(name).append(": ").append(value));
        answer.append("\r\nconnection: close\r\ncontent-type: ").append(TYPE);
        answer.append("\r\ncontent-length: ").append(body.length()).append("\r\n\r\n");
        return ByteBufUtil.writeAscii(allocator, answer.append(body));
    }

    private String json() {
        long millis = problem.getRetryAfterMillis();
        return "{\"type\":\"about:blank\",\"status\":" + status + ",\"code\":\"" + problem.getCode()
                + "\",\"detail\":\"" + problem.getMessage() + "\",\"retryable\":" + problem.getRetryable()
                + (millis == 0 ? "" : ",\"retryAfterMillis\":" + millis)
                + ",\"traceId\":\"" + problem.getTraceId() + "\"}";
    }
}
