package im.hongyan.persistence.change;

import im.hongyan.persistence.judge.Decision;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.Place;
import im.hongyan.persistence.store.MessageRepository;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    Changes(MessageRepository messages) {
        this.messages = messages;
    }

    /** The decision with what its messages do to others; as it is when they do nothing. */
    public Mono<Decision> apply(Decision decision) {
        Map<Place, List<Place>> byTarget = byTarget(decision.entries());
        if (byTarget.isEmpty()) {
            return Mono.just(decision);
        }
        Rewriting rewriting = new Rewriting(decision);
        return Flux.fromIterable(byTarget.keySet())
                .buffer(TARGETS_AT_ONCE)
                .concatMap(some -> messages.bodies(some)
                        .doOnNext(rewriting::open)
                        .flatMap(targets -> messages.bodies(rewriting.lastEdits(some)))
                        .doOnNext(edits -> {
                            rewriting.open(edits);
                            some.forEach(target -> rewriting.fold(target, byTarget.getOrDefault(target, List.of())));
                            rewriting.close();
                        }))
                .then(Mono.fromSupplier(rewriting::decision));
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
