package im.hongyan.core.media.upload;

import im.hongyan.core.refusal.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.server.ServerWebExchange;

/** What the headers of the tus protocol 1.0.0 say. What cannot be read is refused with INVALID_FIELD naming the header. */
final class Tus {
    static final String VERSION = "1.0.0";
    static final String RESUMABLE = "Tus-Resumable";
    static final String SUPPORTED = "Tus-Version";
    static final String EXTENSION = "Tus-Extension";
    static final String MAX_SIZE = "Tus-Max-Size";
    static final String LENGTH = "Upload-Length";
    static final String OFFSET = "Upload-Offset";
    static final String EXPIRES = "Upload-Expires";
    static final String METADATA = "Upload-Metadata";
    static final String EXTENSIONS = "creation,creation-with-upload,termination,expiration";
    static final String BYTES = "application/offset+octet-stream";

    private static final String NAME_KEY = "filename";

    private Tus() {}

    /** Every answer says the version; a request of another one is answered with 412. */
    static void agree(ServerWebExchange exchange) {
        HttpHeaders answer = exchange.getResponse().getHeaders();
        answer.set(RESUMABLE, VERSION);
        if (!VERSION.equals(exchange.getRequest().getHeaders().getFirst(RESUMABLE))) {
            answer.set(SUPPORTED, VERSION);
            throw new ErrorResponseException(HttpStatus.PRECONDITION_FAILED);
        }
    }

    /** A number of bytes. */
    static long bytes(HttpHeaders headers, String name) {
        String value = headers.getFirst(name);
        try {
            long bytes = value == null ? -1 : Long.parseLong(value);
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException none) {
            // Refused below.
        }
        throw Refused.invalid(name, "must be a number of bytes");
    }

    /** What the client calls the file; empty: nothing. Whatever else it tells of it is not kept. */
    static String name(HttpHeaders headers) {
        String metadata = headers.getFirst(METADATA);
        if (metadata == null) {
            return "";
        }
        for (String pair : metadata.split(",", -1)) {
            String[] parts = pair.strip().split(" +", 2);
            if (parts[0].equals(NAME_KEY)) {
                return parts.length == 1 ? "" : text(parts[1]);
            }
        }
        return "";
    }

    private static String text(String base64) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException unreadable) {
            throw Refused.invalid(METADATA, "must be pairs of a key and a value in base64, separated by commas");
        }
    }

    /** RFC 9110 §5.6.7; null: never. */
    static @Nullable String expiry(Progress progress) {
        return progress.expiresAtMillis() == 0
                ? null
                : DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.ofEpochMilli(progress.expiresAtMillis()).atOffset(ZoneOffset.UTC));
    }
}
