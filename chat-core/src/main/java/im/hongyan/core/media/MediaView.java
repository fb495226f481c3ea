package im.hongyan.core.media;

import com.fasterxml.jackson.annotation.JsonInclude;
import im.hongyan.core.media.Media.Size;
import im.hongyan.core.media.Media.Thumbnail;
import org.jspecify.annotations.Nullable;

/** A file as REST tells of it. What is not known is absent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MediaView(
        String media,
        long bytes,
        String mime,
        @Nullable String name,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable ThumbnailView thumbnail) {

    /** Its small picture. */
    record ThumbnailView(String mime, int bytes, int width, int height) {}

    public static MediaView of(Media file) {
        Size size = file.picture();
        Thumbnail thumbnail = file.thumbnail();
        return new MediaView(
                file.id(),
                file.bytes(),
                file.mime(),
                file.name().isEmpty() ? null : file.name(),
                size == null ? null : size.width(),
                size == null ? null : size.height(),
                thumbnail == null
                        ? null
                        : new ThumbnailView(
                                thumbnail.mime(),
                                thumbnail.bytes(),
                                thumbnail.size().width(),
                                thumbnail.size().height()));
    }
}
