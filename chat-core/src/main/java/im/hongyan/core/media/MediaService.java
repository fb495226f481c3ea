package im.hongyan.core.media;

import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import java.time.Duration;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** Who may read which file. Unknown files and those of others get the same NOT_FOUND. Safe for concurrent use. */
@Service
class MediaService {
    static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);

    private final MediaRepository files;

    MediaService(MediaRepository files) {
        this.files = files;
    }

    /** A file that they may read. Errors with {@link Refused}. */
    Mono<Media> readable(Principal reader, String media) {
        return Ids.isId(media)
                ? found(files.findReadable(reader.getTenant(), reader.getUser(), media))
                : Mono.error(MediaService::notFound);
    }

    /** A file, for who has shown that they may read it. Errors with {@link Refused}. */
    Mono<Media> kept(String tenant, String media) {
        return found(files.find(tenant, media));
    }

    private static Mono<Media> found(Mono<Media> file) {
        return Deadlines.ofStore(file, DATABASE_DEADLINE).switchIfEmpty(Mono.error(MediaService::notFound));
    }

    static Refused notFound() {
        return Refused.of(ErrorCode.NOT_FOUND, "there is no such file");
    }
}
