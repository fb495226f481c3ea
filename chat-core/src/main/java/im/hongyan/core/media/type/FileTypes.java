package im.hongyan.core.media.type;

import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds the type of a file, and takes or refuses it. Pure computation; safe for concurrent use. */
@Component
public final class FileTypes {
    /** How many of a file's first bytes tell its type. */
    public static final int PREFIX_BYTES = 64 * 1024;

    private final Magic magic = new Magic();
    private final Set<String> allowed;
    private final Set<String> inline;
    private final Map<Kind, Long> largest;

    FileTypes(TypeProperties properties) {
        this.allowed = Set.copyOf(properties.allowed());
        this.inline = Set.copyOf(properties.inline());
        this.largest = properties.largest();
    }

    /** Refuses with FRAME_TOO_LARGE what is larger than every file may be, before its type is known. */
    public void checkSize(long bytes) {
        if (bytes < 1) {
            throw Refused.invalid("bytes", "a file has at least 1 byte");
        }
        if (bytes > largest()) {
            throw tooLarge("a file has at most " + largest() + " bytes");
        }
    }

    /** The most bytes that a file of any kind may have. */
    public long largest() {
        return Collections.max(largest.values());
    }

    /**
     * The type of a file of this size which begins so. Refuses with UNSUPPORTED_MEDIA what is not taken, with FRAME_TOO_LARGE
     * what is too large for its kind.
     *
     * @param name what its owner calls it: tells one kind of archive or document from another, nothing else
     */
    public String admit(byte[] prefix, String name, long bytes) {
        String mime = magic.typeOf(prefix, name);
        if (!allowed.contains(mime)) {
            throw Refused.of(ErrorCode.UNSUPPORTED_MEDIA, "files of this type, as its bytes tell it, are not taken");
        }
        Kind kind = Kind.of(mime);
        long most = largest.getOrDefault(kind, 0L);
        if (bytes > most) {
            throw tooLarge("a file of the kind " + kind + " has at most " + most + " bytes");
        }
        return mime;
    }

    /** Whether a browser may show it in its place. */
    public boolean isInline(String mime) {
        return inline.contains(mime);
    }

    private static Refused tooLarge(String message) {
        return new Refused(Problems.ofField(ErrorCode.FRAME_TOO_LARGE, "bytes", message));
    }

    static boolean has(byte[] bytes, int at, String ascii) {
        byte[] wanted = ascii.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < at + wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
