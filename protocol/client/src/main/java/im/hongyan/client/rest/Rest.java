package im.hongyan.client.rest;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import im.hongyan.client.error.ClientException;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.transport.Tls;
import im.hongyan.client.transport.Trust;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** JSON over HTTP; refusals are problem details (RFC 9457). Not for applications. */
public final class Rest {
    private static final int ANSWER_BYTES = 4 * 1024 * 1024;

    private final HttpClient http;
    private final Mono<String> bearer;
    private final Duration within;

    private Rest(HttpClient http, Mono<String> bearer, Duration within) {
        this.http = http;
        this.bearer = bearer;
        this.within = within;
    }

    /**
     * The REST of the server at {@code http://host:port} or {@code https://host:port}, with the certificates that are trusted;
     * as nobody.
     */
    public static Rest at(String baseUrl, Trust trust, Duration within) {
        HttpClient http = HttpClient.create().baseUrl(baseUrl).responseTimeout(within);
        if (baseUrl.startsWith("https:")) {
            SslContext tls = Tls.context(trust);
            http = http.secure(spec -> spec.sslContext(tls));
        }
        return new Rest(http, Mono.empty(), within);
    }

    /** The same as whom the access token says; asked for before each call. */
    public Rest as(Mono<String> accessToken) {
        return new Rest(http, accessToken, within);
    }

    /** A value as a part of a query. */
    public static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A field of an answer; empty when it is absent or no text. */
    public static String text(Struct fields, String name) {
        return fields.getFieldsOrDefault(name, Value.getDefaultInstance()).getStringValue();
    }

    /** A field with texts; empty when it is absent. */
    public static List<String> texts(Struct fields, String name) {
        return fields.getFieldsOrDefault(name, Value.getDefaultInstance()).getListValue().getValuesList().stream()
                .map(Value::getStringValue)
                .toList();
    }

    /** A field with a time; null when it is absent. */
    public static @Nullable Instant time(Struct fields, String name) {
        String text = text(fields, name);
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UnansweredException("the answer has no time where there should be one", e);
        }
    }

    public static Value value(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    public static Value value(List<String> texts) {
        ListValue.Builder list = ListValue.newBuilder();
        texts.forEach(text -> list.addValues(value(text)));
        return Value.newBuilder().setListValue(list).build();
    }

    public Mono<Value> get(String path) {
        return call(headers -> http.headers(headers).get().uri(path).responseSingle(Rest::answer));
    }

    public Mono<Value> delete(String path) {
        return call(headers -> http.headers(headers).delete().uri(path).responseSingle(Rest::answer));
    }

    public Mono<Value> post(String path, Struct body) {
        return write(HttpMethod.POST, path, body);
    }

    public Mono<Value> put(String path, Struct body) {
        return write(HttpMethod.PUT, path, body);
    }

    public Mono<Value> patch(String path, Struct body) {
        return write(HttpMethod.PATCH, path, body);
    }

    private Mono<Value> write(HttpMethod method, String path, Struct body) {
        return call(headers -> http.headers(
                        headers.andThen(all -> all.set(HttpHeaderNames.CONTENT_TYPE, "application/json")))
                .request(method)
                .uri(path)
                .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(json(body), StandardCharsets.UTF_8)))
                .responseSingle(Rest::answer));
    }

    private Mono<Value> call(Function<Consumer<HttpHeaders>, Mono<Value>> call) {
        Consumer<HttpHeaders> accept = headers -> headers.set(HttpHeaderNames.ACCEPT, "application/json");
        return bearer.map(token ->
                        accept.andThen(headers -> headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)))
                .defaultIfEmpty(accept)
                .flatMap(call)
                .timeout(within)
                .onErrorMap(
                        failure -> !(failure instanceof ClientException),
                        failure -> new UnansweredException("no answer over HTTP: " + failure.getMessage(), failure));
    }

    private static Mono<Value> answer(HttpClientResponse response, ByteBufMono body) {
        int status = response.status().code();
        return body.asByteArray().defaultIfEmpty(new byte[0]).handle((bytes, sink) -> {
            if (bytes.length > ANSWER_BYTES) {
                sink.error(new UnansweredException("the answer has more than " + ANSWER_BYTES + " bytes"));
                return;
            }
            Value value = parse(bytes);
            if (status / 100 == 2) {
                sink.next(value);
            } else {
                sink.error(new RefusedException(problem(status, value.getStructValue())));
            }
        });
    }

    private static Value parse(byte[] json) {
        Value.Builder value = Value.newBuilder();
        try {
            JsonFormat.parser().merge(new String(json, StandardCharsets.UTF_8), value);
        } catch (InvalidProtocolBufferException e) {
            return Value.getDefaultInstance();
        }
        return value.build();
    }

    private static Problem problem(int status, Struct fields) {
        String code = text(fields, "code");
        String detail = text(fields, "detail");
        Problem.Builder problem = Problems.builder(
                ErrorCode.INTERNAL, detail.isEmpty() ? "the server answered with HTTP status " + status : detail);
        return problem.setCode(code.isEmpty() ? ofStatus(status).name() : code)
                .setField(text(fields, "field"))
                .setTraceId(text(fields, "traceId"))
                .setRetryable(status == 503 || status == 429)
                .setRetryAfterMillis((long) fields.getFieldsOrDefault("retryAfterMillis", Value.getDefaultInstance())
                        .getNumberValue())
                .build();
    }

    private static ErrorCode ofStatus(int status) {
        return switch (status) {
            case 401 -> ErrorCode.AUTH_FAILED;
            case 403 -> ErrorCode.NO_PERMISSION;
            case 404 -> ErrorCode.NOT_FOUND;
            case 503 -> ErrorCode.SERVICE_UNAVAILABLE;
            default -> status / 100 == 4 ? ErrorCode.INVALID_FIELD : ErrorCode.INTERNAL;
        };
    }

    private static String json(MessageOrBuilder message) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
