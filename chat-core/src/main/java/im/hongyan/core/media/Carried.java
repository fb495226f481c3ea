package im.hongyan.core.media;

import im.hongyan.core.media.type.Kind;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.File;
import im.hongyan.wire.frame.Image;
import im.hongyan.wire.frame.Video;
import im.hongyan.wire.frame.Voice;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that a message says it carries.
 *
 * @param field of the request where it is named
 * @param kinds of which it must be one
 * @param mime what the message says of it; empty: nothing
 * @param bytes what the message says of it; 0: nothing
 */
record Carried(String field, String media, Set<Kind> kinds, String mime, long bytes) {
    private static final String ELSEWHERE = "https://";

    /** The files of this content that lie here; what lies elsewhere is the sender's business. */
    static List<Carried> in(Content content) {
        List<Carried> all =
                switch (content.getKindCase()) {
                    case IMAGE -> of(content.getImage());
                    case VOICE -> of(content.getVoice());
                    case VIDEO -> of(content.getVideo());
                    case FILE -> of(content.getFile());
                    case TEXT, LOCATION, CARD, CUSTOM, RECALL, EDIT, REACTION, SYSTEM, KIND_NOT_SET -> List.of();
                };
        return all.stream()
                .filter(one -> !one.media.isEmpty()
                        && !one.media.toLowerCase(Locale.ROOT).startsWith(ELSEWHERE))
                .toList();
    }

    private static List<Carried> of(Image image) {
        return List.of(
                new Carried(
                        "content.image.media", image.getMedia(), Set.of(Kind.IMAGE), image.getMime(), image.getBytes()),
                still("content.image.thumbnail", image.getThumbnail()));
    }

    /** Many devices record sound into a container for films. */
    private static List<Carried> of(Voice voice) {
        return List.of(new Carried(
                "content.voice.media",
                voice.getMedia(),
                Set.of(Kind.AUDIO, Kind.VIDEO),
                voice.getMime(),
                voice.getBytes()));
    }

    private static List<Carried> of(Video video) {
        return List.of(
                new Carried(
                        "content.video.media", video.getMedia(), Set.of(Kind.VIDEO), video.getMime(), video.getBytes()),
                still("content.video.thumbnail", video.getThumbnail()));
    }

    private static List<Carried> of(File file) {
        return List.of(new Carried(
                "content.file.media", file.getMedia(), Set.of(Kind.values()), file.getMime(), file.getBytes()));
    }

    private static Carried still(String field, String media) {
        return new Carried(field, media, Set.of(Kind.IMAGE), "", 0);
    }

    /** What this file is not that the message says of it; null when all is true. */
    @Nullable String wrong(Media file) {
        if (!kinds.contains(file.kind())) {
            return "must be a file of the kind that the message is of";
        }
        if (bytes != 0 && bytes != file.bytes()) {
            return "has another size than the message says";
        }
        return mime.isEmpty() || mime.equals(file.mime()) ? null : "is of another type than the message says";
    }
}
