package im.hongyan.core.media.type;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which files are taken, of which size. Types are found by what the bytes say, never by what a client calls them.
 *
 * @param allowed types that are taken; all others are refused
 * @param inline types that a browser may show in its place; all others it can only save
 * @param imageSize the largest image
 * @param audioSize the largest sound
 * @param videoSize the largest film
 * @param fileSize the largest file of any other type
 */
@ConfigurationProperties("hongyan.core.media.type")
record TypeProperties(
        @DefaultValue({
            "image/jpeg",
            "image/png",
            "image/gif",
            "image/webp",
            "audio/mpeg",
            "audio/mp4",
            "audio/x-aac",
            "audio/amr",
            "audio/opus",
            "audio/vorbis",
            "audio/x-flac",
            "audio/vnd.wave",
            "video/mp4",
            "video/webm",
            "video/quicktime",
            "video/3gpp",
            "text/plain",
            "application/pdf",
            "application/zip",
            "application/gzip",
            "application/x-7z-compressed",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation"
        })
        Set<String> allowed,

        @DefaultValue({
            "image/jpeg",
            "image/png",
            "image/gif",
            "image/webp",
            "audio/mpeg",
            "audio/mp4",
            "audio/opus",
            "audio/vorbis",
            "video/mp4",
            "video/webm"
        })
        Set<String> inline,

        @DefaultValue("20MB") DataSize imageSize,
        @DefaultValue("20MB") DataSize audioSize,
        @DefaultValue("200MB") DataSize videoSize,
        @DefaultValue("200MB") DataSize fileSize) {

    /** What runs in the page that shows it. */
    private static final Set<String> NEVER_INLINE =
            Set.of("text/html", "application/xhtml+xml", "image/svg+xml", "application/xml", "text/xml");

    TypeProperties {
        if (Stream.of(imageSize, audioSize, videoSize, fileSize).anyMatch(size -> size.toBytes() < 1)) {
            throw new IllegalArgumentException("hongyan.core.media.type: every size must be at least 1 byte");
        }
        if (inline.stream().anyMatch(NEVER_INLINE::contains)) {
            throw new IllegalArgumentException(
                    "hongyan.core.media.type.inline must not have HTML, XML or SVG: they run where they are shown");
        }
    }

    /** The largest file of each kind, in bytes. */
    Map<Kind, Long> largest() {
        Map<Kind, Long> largest = new EnumMap<>(Kind.class);
        Arrays.stream(Kind.values())
                .forEach(kind -> largest.put(kind, size(kind).toBytes()));
        return largest;
    }

    private DataSize size(Kind kind) {
        return switch (kind) {
            case IMAGE -> imageSize;
            case AUDIO -> audioSize;
            case VIDEO -> videoSize;
            case FILE -> fileSize;
        };
    }
}
