package im.hongyan.core.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.media.image.Picture.Small;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at pictures. */
class PicturesTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Pictures pictures =
            new Pictures(new ImageProperties(1_000_000, 320, 1, 10), new SimpleMeterRegistry());

    @AfterEach
    void close() {
        pictures.destroy();
    }

    @Test
    void aThumbnailKeepsTheShape() throws IOException {
        Picture picture = look(encoded(halves(1000, 500, BufferedImage.TYPE_INT_RGB), "jpeg"), "image/jpeg");
        assertThat(picture.width()).isEqualTo(1000);
        assertThat(picture.height()).isEqualTo(500);
        Small small = Objects.requireNonNull(picture.small());
        assertThat(small.mime()).isEqualTo("image/jpeg");
        assertThat(small.width()).isEqualTo(320);
        assertThat(small.height()).isBetween(159, 161);
        BufferedImage shown = decoded(small);
        assertThat(isRed(shown, 10, 80)).isTrue();
        assertThat(isRed(shown, 310, 80)).isFalse();
    }

    @Test
    void whatCanBeSeenThroughStaysSo() throws IOException {
        Small small =
                Objects.requireNonNull(look(encoded(halves(50, 20, BufferedImage.TYPE_INT_ARGB), "png"), "image/png")
                        .small());
        assertThat(small.mime()).isEqualTo("image/png");
        assertThat(small.width()).isEqualTo(50);
        assertThat(small.height()).isEqualTo(20);
    }

    @Test
    void aPictureTakenOnItsSideStandsUprightAndSaysNothingElse() throws IOException {
        byte[] jpeg = encoded(halves(400, 200, BufferedImage.TYPE_INT_RGB), "jpeg");
        for (int orientation = 1; orientation <= 8; orientation++) {
            Picture picture = look(taken(jpeg, orientation), "image/jpeg");
            boolean onItsSide = orientation >= 5;
            assertThat(picture.width()).as("orientation " + orientation).isEqualTo(onItsSide ? 200 : 400);
            Small small = Objects.requireNonNull(picture.small());
            BufferedImage shown = decoded(small);
            // Red is on the left of what was taken, whole or turned.
            boolean redFirst =
                    switch (orientation) {
                        case 1, 4, 5, 6 -> true;
                        default -> false;
                    };
            int last = (onItsSide ? shown.getHeight() : shown.getWidth()) - 5;
            assertThat(isRed(shown, 5, 5)).as("orientation " + orientation).isEqualTo(redFirst);
            assertThat(onItsSide ? isRed(shown, 5, last) : isRed(shown, last, 5))
                    .as("orientation " + orientation)
                    .isEqualTo(!redFirst);
            assertThat(new String(bytes(small), StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
        }
    }

    // B74
    @Test
    void aPictureThatIsTooLargeIsNotDecoded() {
        assertRefused(png(50_000, 50_000), "FRAME_TOO_LARGE");
        assertRefused(png(1_001, 1_000), "FRAME_TOO_LARGE");
        assertRefused(png(0x7FFF_FFFF, 0x7FFF_FFFF), "FRAME_TOO_LARGE");
    }

    @Test
    void aPictureOfWhichMuchIsMissingHasNoThumbnail() throws IOException {
        Picture cut = look(png(1_000, 1_000), "image/png");
        assertThat(cut.width()).isEqualTo(1_000);
        assertThat(cut.small()).isNull();
    }

    @Test
    void whatIsNoPictureIsRefused() {
        assertRefused(Arrays.copyOf(png(10, 10), 12), "UNSUPPORTED_MEDIA");
        assertRefused(png(0, 10), "UNSUPPORTED_MEDIA");
    }

    private void assertRefused(byte[] png, String code) {
        assertThatThrownBy(() -> look(png, "image/png")).hasMessageContaining(code);
    }

    private Picture look(byte[] bytes, String mime) throws IOException {
        Path file = Files.write(folder.resolve("picture"), bytes);
        return Objects.requireNonNull(pictures.look(file, mime).block(WITHIN));
    }

    /** Red on the left, blue on the right. */
    private static BufferedImage halves(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return image;
    }

    private static boolean isRed(BufferedImage image, int x, int y) {
        Color color = new Color(image.getRGB(x, y));
        return color.getRed() > 150 && color.getBlue() < 100;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static BufferedImage decoded(Small small) throws IOException {
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(bytes(small))));
    }

    private static byte[] bytes(Small small) {
        byte[] bytes = new byte[small.bytes().remaining()];
        small.bytes().duplicate().get(bytes);
        return bytes;
    }

    /** The same with what a camera says of how it was held. */
    private static byte[] taken(byte[] jpeg, int orientation) {
        byte[] exif = HexFormat.of()
                .parseHex("ffe1002245786966" + "0000" + "4d4d002a00000008" + "0001" + "011200030000000100"
                        + String.format("%02x", orientation) + "0000" + "00000000");
        return ByteBuffer.allocate(jpeg.length + exif.length)
                .put(jpeg, 0, 2)
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** One of this size, as far as its head goes. */
    private static byte[] png(int width, int height) {
        ByteBuffer head = ByteBuffer.allocate(17)
                .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0});
        CRC32 sum = new CRC32();
        sum.update(head.array());
        return ByteBuffer.allocate(8 + 4 + 17 + 4)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
                .putInt(13)
                .put(head.array())
                .putInt((int) sum.getValue())
                .array();
    }
}
