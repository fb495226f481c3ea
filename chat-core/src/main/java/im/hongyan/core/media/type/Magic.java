package im.hongyan.core.media.type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/** The type of a file by its first bytes. Containers of which the bytes say no more than that are looked into a little. */
final class Magic {
    private static final Set<String> TOLD_APART_BY_NAME =
            Set.of("application/zip", "application/x-tika-ooxml", "application/x-tika-msoffice");

    private static final int MATROSKA_HEADER_BYTES = 64;

    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();

    String typeOf(byte[] prefix, String name) {
        String mime = detect(prefix, new Metadata());
        if (TOLD_APART_BY_NAME.contains(mime)) {
            Metadata named = new Metadata();
            named.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
            String told = detect(prefix, named);
            return told.equals("application/x-tika-ooxml") ? "application/zip" : told;
        }
        return switch (mime) {
            case "video/quicktime" -> isMp4(prefix) ? "video/mp4" : mime;
            case "application/x-matroska", "video/x-matroska" -> isWebm(prefix) ? "video/webm" : mime;
            default -> mime;
        };
    }

    /** ISO/IEC 14496-12 §4.3: the brand says what the container is; QuickTime is the one that is none. */
    private static boolean isMp4(byte[] prefix) {
        return FileTypes.has(prefix, 4, "ftyp") && !FileTypes.has(prefix, 8, "qt  ");
    }

    /** RFC 8794 §11.2.4: the document type stands in the header. */
    private static boolean isWebm(byte[] prefix) {
        int length = Math.min(prefix.length, MATROSKA_HEADER_BYTES);
        return new String(prefix, 0, length, StandardCharsets.ISO_8859_1).contains("webm");
    }

    private String detect(byte[] prefix, Metadata metadata) {
        try {
            MediaType type = types.detect(new ByteArrayInputStream(prefix), metadata);
            return type.getBaseType().toString();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
