package im.hongyan.core.media.image;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How pictures are looked at.
 *
 * @param pixels that a picture has at the most; a larger one is refused before it is decoded
 * @param longestSide of a thumbnail, in pixels
 * @param threads that decode
 * @param waiting pictures that wait for these, at the most; one more is refused with BUSY
 */
@ConfigurationProperties("hongyan.core.media.image")
record ImageProperties(
        @DefaultValue("64000000") long pixels,
        @DefaultValue("320") int longestSide,
        @DefaultValue("2") int threads,
        @DefaultValue("500") int waiting) {

    ImageProperties {
        if (pixels < 1 || longestSide < 1 || longestSide > 2_048 || threads < 1 || waiting < 1) {
            throw new IllegalArgumentException(
                    "hongyan.core.media.image: pixels, threads and waiting must be at least 1,"
                            + " longest-side between 1 and 2048");
        }
    }
}
