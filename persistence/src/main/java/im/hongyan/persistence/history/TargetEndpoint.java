package im.hongyan.persistence.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.link.call.CallException;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.FindTargets;
import im.hongyan.link.proto.FoundTarget;
import im.hongyan.link.proto.FoundTargets;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.log.Place;
import im.hongyan.persistence.log.Reactions.Count;
import im.hongyan.persistence.store.HeadRepository;
import im.hongyan.persistence.store.MessageRepository;
import im.hongyan.persistence.store.ReactionRepository;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers {@code message.targets}: what messages are that others name, without what they say. */
@Component
final class TargetEndpoint {
    /** As many sends as a gateway lets one connection have in flight, at the most. */
    private static final int MOST_ASKED = 10_000;
    /** Their bodies are in memory together. */
    private static final int READ_AT_ONCE = 16;

    private final HeadRepository heads;
    private final MessageRepository messages;
    private final ReactionRepository reactions;

    TargetEndpoint(
            CallHandlers handlers, HeadRepository heads, MessageRepository messages, ReactionRepository reactions) {
        this.heads = heads;
        this.messages = messages;
        this.reactions = reactions;
        handlers.onCall(Calls.FIND_TARGETS, this::find);
    }

    private Mono<FoundTargets> find(FindTargets query) {
        if (query.getSequencesCount() > MOST_ASKED) {
            return Mono.error(
                    new CallException(ErrorCode.INTERNAL, "at most " + MOST_ASKED + " targets are asked for at once"));
        }
        ConversationKey conversation = new ConversationKey(query.getTenant(), query.getConversation());
        return heads.heads(List.of(conversation))
                .map(found -> found.getOrDefault(conversation, new Head(conversation, 0, 0, 0)))
                .flatMap(head -> read(head, query.getSequencesList()))
                .onErrorMap(StoreUnavailable::from);
    }

    private Mono<FoundTargets> read(Head head, List<Long> sequences) {
        return Flux.fromIterable(sequences)
                .filter(sequence -> sequence <= head.settled())
                .distinct()
                .map(sequence -> new Place(head.conversation(), sequence))
                .buffer(READ_AT_ONCE)
                .concatMap(some -> Mono.zip(messages.bodies(some), reactions.counts(reacted(head, some)))
                        .map(found -> targets(found.getT1(), found.getT2())))
                .collect(HashMap<Long, FoundTarget>::new, Map::putAll)
                .map(found -> {
                    FoundTargets.Builder answer = FoundTargets.newBuilder().setHead(head.settled());
                    sequences.forEach(sequence ->
                            answer.addTargets(found.getOrDefault(sequence, FoundTarget.getDefaultInstance())));
                    return answer.build();
                });
    }

    private static List<Place> reacted(Head head, List<Place> places) {
        return places.stream()
                .filter(place -> head.reacted().within(place.sequence(), place.sequence()))
                .toList();
    }

    private static Map<Long, FoundTarget> targets(Map<Place, ByteString> bodies, List<Count> counts) {
        Map<Long, FoundTarget.Builder> targets = new HashMap<>();
        bodies.forEach((place, body) -> targets.put(place.sequence(), target(body)));
        for (Count count : counts) {
            FoundTarget.Builder target = targets.get(count.place().sequence());
            if (target != null && count.total() > 0) {
                target.addReactions(count.reaction());
            }
        }
        Map<Long, FoundTarget> built = new HashMap<>();
        targets.forEach((sequence, target) -> built.put(sequence, target.build()));
        return built;
    }

    private static FoundTarget.Builder target(ByteString body) {
        try {
            Message message = Message.parseFrom(body);
            return FoundTarget.newBuilder()
                    .setFound(true)
                    .setSender(message.getSender())
                    .setMessageId(message.getMessageId())
                    .setTime(message.getTime())
                    .setKind(message.getContent().getKindCase().getNumber());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new CallException(ErrorCode.INTERNAL, "the log holds a message that cannot be read");
        }
    }
}
