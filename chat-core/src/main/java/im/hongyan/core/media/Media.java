package im.hongyan.core.media;

import im.hongyan.core.media.store.FileKey;
import im.hongyan.core.media.type.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A file that is whole.
 *
 * @param name what its owner calls it; empty: nothing
 * @param mime by its bytes
 * @param picture null when it is none
 * @param thumbnail null when there is none
 */
public record Media(
        String tenant,
        String id,
        String owner,
        String name,
        String mime,
        long bytes,
        @Nullable Size picture,
        @Nullable Thumbnail thumbnail) {

    /** In pixels, as it is to be shown. */
    public record Size(int width, int height) {}

    /** A small picture of it. */
    public record Thumbnail(String mime, int bytes, Size size) {}

    /** Where its bytes lie. */
    public FileKey key() {
        return new FileKey(tenant, id);
    }

    Kind kind() {
        return Kind.of(mime);
    }
}
