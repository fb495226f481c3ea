package im.hongyan.core.media.image;

import im.hongyan.core.media.image.Picture.Small;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.work.Workers;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Looks at pictures: first how large they say they are, then, if that is within bounds, at every so many of their pixels. Safe
 * for concurrent use; errors with BUSY when too many wait.
 */
@Component
public final class Pictures implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);
    private static final String JPEG = "image/jpeg";
    private static final Set<String> READ = Set.of(JPEG, "image/png", "image/gif");

    private final ImageProperties bounds;
    private final Workers workers;

    Pictures(ImageProperties bounds, MeterRegistry meters) {
        this.bounds = bounds;
        this.workers = new Workers("picture", bounds.threads(), bounds.waiting(), meters);
    }

    /** Whether files of this type can be looked at. */
    public boolean knows(String mime) {
        return READ.contains(mime);
    }

    /**
     * What there is to see in a file of a type that is known. Errors with FRAME_TOO_LARGE when it has too many pixels, with
     * UNSUPPORTED_MEDIA when it does not even say how many.
     */
    public Mono<Picture> look(Path file, String mime) {
        return workers.run(() -> picture(file, mime));
    }

    private Picture picture(Path file, String mime) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByMIMEType(mime).next();
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            int width = side(reader, true);
            int height = side(reader, false);
            if ((long) width * height > bounds.pixels()) {
                throw new Refused(Problems.ofField(
                        ErrorCode.FRAME_TOO_LARGE, "pixels", "a picture has at most " + bounds.pixels() + " pixels"));
            }
            Upright upright = mime.equals(JPEG) ? Upright.of(file) : Upright.ALREADY;
            Small small = small(reader, Math.max(width, height), upright);
            return upright.isOnItsSide() ? new Picture(height, width, small) : new Picture(width, height, small);
        } finally {
            reader.dispose();
        }
    }

    private static int side(ImageReader reader, boolean width) {
        try {
            return width ? reader.getWidth(0) : reader.getHeight(0);
        } catch (IOException | RuntimeException broken) {
            throw Refused.of(ErrorCode.UNSUPPORTED_MEDIA, "this picture cannot be read");
        }
    }

    /** Null for what cannot be decoded: that is for the eyes of those who can. */
    private @Nullable Small small(ImageReader reader, int longest, Upright upright) {
        try {
            ImageReadParam param = reader.getDefaultReadParam();
            int step = Math.max(1, longest / (2 * bounds.longestSide()));
            param.setSourceSubsampling(step, step, 0, 0);
            return encoded(scaled(reader.read(0, param), upright));
        } catch (IOException | RuntimeException broken) {
            LOG.debug("a picture without a thumbnail: {}", broken.toString());
            return null;
        }
    }

    private BufferedImage scaled(BufferedImage image, Upright upright) {
        int width = image.getWidth();
        int height = image.getHeight();
        double scale = Math.min(1, (double) bounds.longestSide() / Math.max(width, height));
        int shownWidth = length(upright.isOnItsSide() ? height : width, scale);
        int shownHeight = length(upright.isOnItsSide() ? width : height, scale);
        boolean alpha = image.getColorModel().hasAlpha();
        BufferedImage small = new BufferedImage(
                shownWidth, shownHeight, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        AffineTransform way = AffineTransform.getScaleInstance(scale, scale);
        way.concatenate(upright.turned(width, height));
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, way, null);
        graphics.dispose();
        return small;
    }

    private static int length(int side, double scale) {
        return Math.max(1, (int) Math.round(side * scale));
    }

    private static Small encoded(BufferedImage image) throws IOException {
        boolean alpha = image.getColorModel().hasAlpha();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, alpha ? "png" : "jpeg", out)) {
                throw new IOException("there is no writer for this picture");
            }
        }
        return new Small(
                alpha ? "image/png" : JPEG,
                ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer(),
                image.getWidth(),
                image.getHeight());
    }

    @Override
    public void destroy() {
        workers.close();
    }
}
