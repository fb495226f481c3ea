package im.hongyan.core.media;

import im.hongyan.core.media.store.FileKey;
import im.hongyan.core.media.store.MediaStore;
import im.hongyan.core.media.type.FileTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import reactor.core.publisher.Flux;

/**
 * Answers that are a file (RFC 9110 §14: one range at the most is served, a request for several gets the whole). A browser that
 * gets one runs nothing of it, and shows it in its place only when its type is known to be harmless.
 */
@Component
final class Downloads {
    private static final Duration FRESH = Duration.ofDays(1);
    private static final String SANDBOX = "default-src 'none'; sandbox";

    private final MediaStore store;
    private final FileTypes types;
    private final Transfers transfers;

    Downloads(MediaStore store, FileTypes types, Transfers transfers) {
        this.store = store;
        this.types = types;
        this.transfers = transfers;
    }

    /** What is served, and to whom. */
    private record Served(FileKey key, String mime, String name, long bytes, String tenant, String reader) {
        /** The bytes of a file never change. */
        String etag() {
            return '"' + key.name() + '"';
        }
    }

    ResponseEntity<Flux<DataBuffer>> whole(Media file, String reader, ServerHttpRequest request) {
        return answer(new Served(file.key(), file.mime(), file.name(), file.bytes(), file.tenant(), reader), request);
    }

    /** Errors with NOT_FOUND when there is none. */
    ResponseEntity<Flux<DataBuffer>> thumbnail(Media file, String reader, ServerHttpRequest request) {
        Media.Thumbnail thumbnail = file.thumbnail();
        if (thumbnail == null) {
            throw MediaService.notFound();
        }
        return answer(
                new Served(file.key().thumbnail(), thumbnail.mime(), "", thumbnail.bytes(), file.tenant(), reader),
                request);
    }

    private ResponseEntity<Flux<DataBuffer>> answer(Served file, ServerHttpRequest request) {
        HttpRange range = range(file, request.getHeaders());
        long from = range == null ? 0 : range.getRangeStart(file.bytes());
        long last = range == null ? file.bytes() - 1 : range.getRangeEnd(file.bytes());
        HttpHeaders headers = headers(file);
        headers.setContentLength(last - from + 1);
        if (range != null) {
            headers.set(HttpHeaders.CONTENT_RANGE, "bytes " + from + '-' + last + '/' + file.bytes());
        }
        Flux<DataBuffer> bytes = request.getMethod().equals(HttpMethod.HEAD)
                ? Flux.empty()
                : transfers.bounded(file.tenant(), file.reader(), store.read(file.key(), from, last - from + 1));
        return ResponseEntity.status(range == null ? HttpStatus.OK : HttpStatus.PARTIAL_CONTENT)
                .headers(headers)
                .body(bytes);
    }

    /** Null: the whole. */
    private static @Nullable HttpRange range(Served file, HttpHeaders headers) {
        String onlyIf = headers.getFirst(HttpHeaders.IF_RANGE);
        if (onlyIf != null && !onlyIf.equals(file.etag())) {
            return null;
        }
        try {
            List<HttpRange> ranges = headers.getRange();
            if (ranges.size() != 1) {
                return null;
            }
            HttpRange range = ranges.getFirst();
            if (range.getRangeStart(file.bytes()) < file.bytes()) {
                return range;
            }
        } catch (IllegalArgumentException noRange) {
            return null;
        }
        ErrorResponseException refusal = new ErrorResponseException(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
        refusal.getHeaders().set(HttpHeaders.CONTENT_RANGE, "bytes */" + file.bytes());
        throw refusal;
    }

    private HttpHeaders headers(Served file) {
        HttpHeaders headers = new HttpHeaders();
        ContentDisposition.Builder disposition =
                types.isInline(file.mime()) ? ContentDisposition.inline() : ContentDisposition.attachment();
        if (!file.name().isEmpty()) {
            disposition.filename(file.name(), StandardCharsets.UTF_8);
        }
        headers.setContentDisposition(disposition.build());
        headers.setContentType(MediaType.parseMediaType(file.mime()));
        headers.setETag(file.etag());
        headers.setCacheControl(CacheControl.maxAge(FRESH).cachePrivate());
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", SANDBOX);
        return headers;
    }
}
