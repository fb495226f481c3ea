package im.hongyan.core.media.image;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a picture is like when it is shown upright.
 *
 * @param width in pixels
 * @param height in pixels
 * @param small null when it could not be decoded
 */
public record Picture(int width, int height, @Nullable Small small) {

    /** A small one of it, without whatever else the file says of its making. */
    public record Small(String mime, ByteBuffer bytes, int width, int height) {}
}
