package im.hongyan.core.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import im.hongyan.core.refusal.Failures;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Answers what went wrong under {@code /api/} with problem details (RFC 9457): the code of the catalogue, the rule that was
 * broken, never the input, never a stack trace.
 */
@Component
@Order(-2)
final class ProblemHandler implements WebExceptionHandler {
    private static final PathPattern API = PathPatternParser.defaultInstance.parse("/api/**");
    private static final String TYPE = "urn:hongyan:problem:";
    private static final int HEADER_ROOM_SECONDS = 1;

    private final ObjectMapper mapper;

    ProblemHandler(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        if (!API.matches(exchange.getRequest().getPath().pathWithinApplication()) || response.isCommitted()) {
            return Mono.error(failure);
        }
        if (failure instanceof ErrorResponse refusal && !isTooLarge(failure)) {
            response.getHeaders().putAll(refusal.getHeaders());
            return write(response, path, refusal.getStatusCode(), problem(refusal, failure));
        }
        Problem problem = isTooLarge(failure)
                ? Problems.of(ErrorCode.FRAME_TOO_LARGE, "the body is larger than the limit")
                : Failures.problem(failure);
        ErrorCode code = Problems.code(problem);
        int status = (code == null ? ErrorCode.INTERNAL : code).httpStatus();
        return write(response, path, HttpStatusCode.valueOf(status), problem);
    }

    private static boolean isTooLarge(Throwable failure) {
        return cause(failure, DataBufferLimitException.class) != null;
    }

    /** What Spring refuses before a controller is reached. */
    private static Problem problem(ErrorResponse refusal, Throwable failure) {
        return switch (refusal.getStatusCode().value()) {
            case 404 -> Problems.of(ErrorCode.NOT_FOUND, "there is nothing at this address");
            case 405 ->
                Problems.of(ErrorCode.UNKNOWN_COMMAND, "this method is not allowed here; Allow names those that are");
            case 406 -> Problems.of(ErrorCode.UNSUPPORTED_CODEC, "only application/json is produced here");
            case 412 -> Problems.of(ErrorCode.UNSUPPORTED_VERSION, "Tus-Resumable must be 1.0.0");
            case 413 -> Problems.of(ErrorCode.FRAME_TOO_LARGE, "the body is larger than the limit");
            case 415 -> Problems.of(ErrorCode.UNSUPPORTED_CODEC, "this content type is not understood here");
            case 416 ->
                Problems.invalid("Range", "must begin within the content; Content-Range tells how long that is");
            case 400 -> badRequest(failure);
            default -> Failures.problem(failure);
        };
    }

    private static Problem badRequest(Throwable failure) {
        JsonMappingException mapping = cause(failure, JsonMappingException.class);
        if (mapping != null) {
            return Problems.invalid(path(mapping), "is not a field of this request, or not of its type");
        }
        return cause(failure, JacksonException.class) != null
                ? Problems.of(ErrorCode.MALFORMED, "the body is not the JSON of this request")
                : Problems.of(ErrorCode.INVALID_FIELD, "the body or a parameter is missing or not of its type");
    }

    /** Only names of our own; an unknown field's name would be an echo. */
    private static String path(JsonMappingException mapping) {
        return mapping instanceof UnrecognizedPropertyException
                        || mapping.getPath().isEmpty()
                ? "body"
                : String.valueOf(mapping.getPath().getFirst().getFieldName());
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private Mono<Void> write(ServerHttpResponse response, String path, HttpStatusCode status, Problem problem) {
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setCacheControl(CacheControl.noStore());
        response.getHeaders().remove(HttpHeaders.ETAG);
        if (status.value() == ErrorCode.AUTH_REQUIRED.httpStatus()) {
            response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (problem.getRetryable()) {
            long seconds = problem.getRetryAfterMillis() / 1000 + HEADER_ROOM_SECONDS;
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(json(path, status, problem))));
    }

    private byte[] json(String path, HttpStatusCode status, Problem problem) {
        String word = problem.getCode().toLowerCase(Locale.ROOT);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("type", TYPE + word.replace('_', '-'));
        details.put("title", word.replace('_', ' '));
        details.put("status", status.value());
        details.put("detail", problem.getMessage());
        details.put("instance", path);
        details.put("code", problem.getCode());
        details.put("retryable", problem.getRetryable());
        if (problem.getRetryAfterMillis() > 0) {
            details.put("retryAfterMillis", problem.getRetryAfterMillis());
        }
        if (!problem.getField().isEmpty()) {
            details.put("field", problem.getField());
        }
        if (!problem.getTraceId().isEmpty()) {
            details.put("traceId", problem.getTraceId());
        }
        try {
            return mapper.writeValueAsBytes(details);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
