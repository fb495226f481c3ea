package im.hongyan.persistence.change;

import im.hongyan.persistence.judge.Decision;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.Place;
import im.hongyan.persistence.log.Reactions.Given;
import im.hongyan.persistence.store.HeadRepository;
import im.hongyan.persistence.store.MessageRepository;
import im.hongyan.persistence.store.ReactionRepository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets the messages of a decision change others. What is read here stays as it is until the commit: a conversation has one
 * writer, and a commit of any other fails at the fence. Safe for concurrent use.
 */
@Component
public final class Changes {
    /** Their bodies are in memory together. */
    private static final int TARGETS_AT_ONCE = 16;

    private final MessageRepository messages;
    private final HeadRepository heads;
    private final ReactionRepository reactions;

    Changes(MessageRepository messages, HeadRepository heads, ReactionRepository reactions) {
        this.messages = messages;
        this.heads = heads;
        this.reactions = reactions;
    }

    /** The decision with what its messages do to others; as it is when they do nothing. */
    public Mono<Decision> apply(Decision decision) {
        Map<Place, List<Place>> byTarget = byTarget(decision.entries());
        if (byTarget.isEmpty()) {
            return Mono.just(decision);
        }
        Rewriting rewriting = new Rewriting(decision);
        return Flux.fromIterable(byTarget.entrySet())
                .buffer(TARGETS_AT_ONCE)
                .map(Changes::inOrder)
                .concatMap(some -> open(rewriting, some).then(Mono.fromRunnable(() -> {
                    some.forEach(rewriting::fold);
                    rewriting.close();
                })))
                .then(Mono.fromSupplier(rewriting::decision));
    }

    private static Map<Place, List<Place>> inOrder(List<Map.Entry<Place, List<Place>>> some) {
        Map<Place, List<Place>> ordered = new LinkedHashMap<>();
        some.forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return ordered;
    }

    /** Reads what is about to be changed. */
    private Mono<Void> open(Rewriting rewriting, Map<Place, List<Place>> some) {
        return messages.bodies(some.keySet())
                .doOnNext(rewriting::open)
                .flatMap(targets -> messages.bodies(rewriting.lastEdits(some.keySet())))
                .doOnNext(rewriting::open)
                .then(Mono.defer(() -> openReactions(rewriting, rewriting.reactions(some))));
    }

    private Mono<Void> openReactions(Rewriting rewriting, Collection<Given> keys) {
        if (keys.isEmpty()) {
            return Mono.empty();
        }
        Set<Place> places = keys.stream().map(Given::place).collect(Collectors.toSet());
        Set<ConversationKey> conversations =
                places.stream().map(Place::conversation).collect(Collectors.toSet());
        return Mono.zip(heads.heads(conversations), reactions.counts(places), reactions.given(keys))
                .doOnNext(stored -> rewriting.reacting().open(stored.getT1().values(), stored.getT2(), stored.getT3()))
                .then();
    }

    /** Who changes what, in the order in which they are stored. */
    private static Map<Place, List<Place>> byTarget(List<LogEntry> entries) {
        Map<Place, List<Place>> byTarget = new LinkedHashMap<>();
        for (LogEntry entry : entries) {
            long target = entry.event().getChanges();
            if (target != 0 && target < entry.sequence()) {
                byTarget.computeIfAbsent(new Place(entry.conversation(), target), first -> new ArrayList<>())
                        .add(entry.place());
            }
        }
        return byTarget;
    }
}
