package im.hongyan.core.media.image;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How a picture must be turned to stand upright.
 *
 * @param orientation as Exif 2.32 §4.6.4 has it, 1 to 8
 */
record Upright(int orientation) {
    static final Upright ALREADY = new Upright(1);
    private static final int FIRST_ON_ITS_SIDE = 5;
    private static final int LAST = 8;

    /** What a JPEG says; upright when it says nothing, or nothing that can be read. */
    static Upright of(Path jpeg) throws IOException {
        try {
            Metadata metadata = JpegMetadataReader.readMetadata(jpeg.toFile(), List.of(new ExifReader()));
            ExifIFD0Directory exif = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
            Integer orientation = exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
            return orientation == null || orientation < 1 || orientation > LAST ? ALREADY : new Upright(orientation);
        } catch (ImageProcessingException unreadable) {
            return ALREADY;
        }
    }

    /** Whether width and height change places. */
    boolean isOnItsSide() {
        return orientation >= FIRST_ON_ITS_SIDE;
    }

    /** Turns a picture of this size, which lies at the origin before and after. */
    AffineTransform turned(int w, int h) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
            default -> new AffineTransform();
        };
    }
}
