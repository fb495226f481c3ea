package im.hongyan.core.message;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.message.sequence.Claim;
import im.hongyan.core.message.sequence.Draft;
import im.hongyan.core.message.sequence.Rates;
import im.hongyan.core.message.sequence.Run;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.System;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The inner door for messages of the system: numbered, published and confirmed like everybody's. */
@Component
public final class SystemMessages {
    private static final String SYSTEM = "";

    private final Settlement settlement;
    private final Clock clock = Clock.systemUTC();

    SystemMessages(Settlement settlement) {
        this.settlement = settlement;
    }

    /**
     * Sends once, however often it is called with the same client message id. Errors with {@link Refused}.
     *
     * @param alsoNotify who must learn of it beside those whom the gateways know as members
     */
    public Mono<Accepted> send(ConversationKey key, String clientMessageId, System event, List<String> alsoNotify) {
        Content content = Content.newBuilder().setSystem(event).build();
        Draft draft = new Draft(
                key,
                SYSTEM,
                "",
                clientMessageId,
                Ids.newMessageId(clock.millis()),
                content,
                Draft.payloadHash(key.conversation(), content),
                true,
                alsoNotify);
        Mono<Accepted> answer = settlement
                .settle(new Run(key, List.of(Claim.of(draft, 0)), Rates.NONE, Run.UNKNOWN_SEED))
                .single()
                .map(settled -> {
                    if (settled.result().hasProblem()) {
                        throw new Refused(settled.result().getProblem());
                    }
                    return settled.result().getAccepted();
                });
        return Mono.defer(() -> Mono.fromFuture(answer.toFuture(), true));
    }
}
