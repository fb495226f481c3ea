package im.hongyan.core.media;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.message.attachment.Attachments;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.frame.Content;
import java.time.Clock;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Notes which conversation a file is sent to, so that it is kept and may be read there. Who sends it must be able to read it;
 * what the message says of it must be true. Rights only grow, so a repeat gets the same answer.
 */
@Component
final class SentMedia implements Attachments {
    private final MediaService service;
    private final MediaRepository files;
    private final Clock clock = Clock.systemUTC();

    SentMedia(MediaService service, MediaRepository files) {
        this.service = service;
        this.files = files;
    }

    @Override
    public Mono<Void> attach(Principal sender, ConversationKey conversation, Content content) {
        return Flux.fromIterable(Carried.in(content))
                .concatMap(carried -> attach(sender, conversation, carried)
                        .onErrorMap(
                                Refused.class,
                                no -> no.problem().getField().isEmpty() ? no.atField(carried.field()) : no))
                .then();
    }

    private Mono<Void> attach(Principal sender, ConversationKey conversation, Carried carried) {
        return service.readable(sender, carried.media())
                .doOnNext(file -> {
                    String wrong = carried.wrong(file);
                    if (wrong != null) {
                        throw Refused.invalid(carried.field(), wrong);
                    }
                })
                .flatMap(file -> Deadlines.ofStore(
                        files.use(file.tenant(), file.id(), conversation.conversation(), clock.millis()),
                        MediaService.DATABASE_DEADLINE))
                .filter(kept -> kept)
                .switchIfEmpty(Mono.error(MediaService::notFound))
                .then();
    }
}
