package im.hongyan.core.media.upload;

import im.hongyan.core.media.Media;
import org.jspecify.annotations.Nullable;

/**
 * How far an upload is.
 *
 * @param received bytes that are safe
 * @param bytes that it has in the end
 * @param expiresAtMillis when it is forgotten if nobody touches it; 0: never
 * @param file what became of it; null while it is on its way
 */
record Progress(
        long received,
        long bytes,
        long expiresAtMillis,
        @Nullable Media file) {

    static Progress of(Upload upload, long received) {
        return new Progress(received, upload.bytes(), upload.expiresAtMillis(), null);
    }

    static Progress whole(Media file) {
        return new Progress(file.bytes(), file.bytes(), 0, file);
    }
}
