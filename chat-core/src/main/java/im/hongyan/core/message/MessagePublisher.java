package im.hongyan.core.message;

import com.google.protobuf.ByteString;
import im.hongyan.core.message.sequence.Draft;
import im.hongyan.link.event.EventException;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.event.EventShards;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.wire.frame.Message;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Encodes a numbered message once, into the bytes that everybody downstream uses, and hands it to the broker. */
@Component
final class MessagePublisher {
    private final EventPublisher events;
    private final EventShards shards;
    private final Duration deadline;

    MessagePublisher(EventPublisher events, EventShards shards, MessageProperties properties) {
        this.events = events;
        this.shards = shards;
        this.deadline = properties.confirmDeadline();
    }

    /** Completes when it is durable; else errors with an {@link EventException}. */
    Mono<Void> publish(Draft draft, long sequence, long timeMillis, String messageId) {
        return Mono.defer(() -> events.publish(
                        shards.of(draft.key().tenant(), draft.key().conversation()),
                        encode(draft, sequence, timeMillis, messageId)))
                .timeout(deadline, Mono.error(() -> unconfirmed()));
    }

    private static EventException unconfirmed() {
        return EventException.unknown("no confirm within the deadline");
    }

    private static ByteString encode(Draft draft, long sequence, long timeMillis, String messageId) {
        Message message = Message.newBuilder()
                .setConversation(draft.key().conversation())
                .setSequence(sequence)
                .setMessageId(messageId)
                .setSender(draft.sender())
                .setSenderDevice(draft.device())
                .setClientMessageId(draft.clientMessageId())
                .setTime(timeMillis)
                .setContent(draft.content())
                .build();
        return MessageEvent.newBuilder()
                .setTenant(draft.key().tenant())
                .setConversation(draft.key().conversation())
                .setSequence(sequence)
                .setSender(draft.sender())
                .setClientMessageId(draft.clientMessageId())
                .setMessageId(messageId)
                .setTime(timeMillis)
                .setPayloadHash(draft.payloadHash())
                .setMessage(message.toByteString())
                .addAllAlsoNotify(draft.alsoNotify())
                .setCounts(Attention.counts(draft.content()))
                .addAllMentions(Attention.mentions(draft.content()))
                .setChanges(Draft.changed(draft.content()))
                .build()
                .toByteString();
    }
}
