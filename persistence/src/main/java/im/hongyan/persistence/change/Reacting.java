package im.hongyan.persistence.change;

import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.log.Place;
import im.hongyan.persistence.log.Reactions;
import im.hongyan.persistence.log.Reactions.Count;
import im.hongyan.persistence.log.Reactions.Given;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Reaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reactions on their way through a decision. What one does is decided in the order in which they are stored, and said in the
 * message itself, so that all who read it count alike. Used once, by one thread at a time.
 */
final class Reacting {
    private final Map<ConversationKey, Long> clocks = new HashMap<>();
    private final Set<ConversationKey> ticked = new LinkedHashSet<>();
    private final Map<Place, Map<String, Count>> counts = new HashMap<>();
    private final Set<Given> before = new LinkedHashSet<>();
    private final Map<Given, Boolean> now = new LinkedHashMap<>();
    private final Map<Place, Set<String>> counted = new LinkedHashMap<>();
    private final List<Count> dropped = new ArrayList<>();
    private final Set<Place> forgotten = new LinkedHashSet<>();

    /** What is stored of the conversations, the messages and the users that are about to react. */
    void open(Collection<Head> heads, List<Count> stored, Set<Given> given) {
        heads.forEach(
                head -> clocks.putIfAbsent(head.conversation(), head.reacted().changes()));
        stored.forEach(count -> ofMessage(count.place()).putIfAbsent(count.reaction(), count));
        before.addAll(given);
    }

    /** What a reaction becomes: it says what it did. */
    Message react(Place target, Message message) {
        Reaction reaction = message.getContent().getReaction();
        Given key = new Given(target, reaction.getReaction(), message.getSender());
        boolean wanted = !reaction.getRemoved();
        Map<String, Count> all = ofMessage(target);
        Count count = all.get(key.reaction());
        if (now.getOrDefault(key, before.contains(key)) == wanted || (count == null && !hasRoom(all))) {
            return message;
        }
        long change = clocks.merge(target.conversation(), 1L, Long::sum);
        long total = Math.max(0, (count == null ? 0 : count.total()) + (wanted ? 1 : -1));
        all.put(key.reaction(), new Count(target, key.reaction(), total, change));
        counted.computeIfAbsent(target, first -> new LinkedHashSet<>()).add(key.reaction());
        ticked.add(target.conversation());
        now.put(key, wanted);
        Message.Builder done = message.toBuilder();
        done.getContentBuilder().getReactionBuilder().setCount((int) total).setChange(change);
        return done.build();
    }

    /** Nobody reacts to a message any more. */
    void forget(Place target) {
        forgotten.add(target);
    }

    Reactions reactions() {
        Map<Given, Boolean> given = new LinkedHashMap<>(now);
        given.entrySet()
                .removeIf(key ->
                        forgotten.contains(key.getKey().place()) || before.contains(key.getKey()) == key.getValue());
        List<Count> changed = new ArrayList<>();
        counted.keySet().removeAll(forgotten);
        counted.forEach((place, reactions) -> {
            Map<String, Count> all = new HashMap<>(ofMessage(place));
            all.keySet().retainAll(reactions);
            changed.addAll(all.values());
        });
        clocks.keySet().retainAll(ticked);
        return new Reactions(given, changed, dropped, forgotten, clocks);
    }

    /** One that nobody has any more makes room for another. */
    private boolean hasRoom(Map<String, Count> all) {
        if (all.size() < WireLimits.REACTIONS) {
            return true;
        }
        Optional<Count> unused =
                all.values().stream().filter(count -> count.total() == 0).min(Comparator.comparingLong(Count::change));
        unused.ifPresent(count -> {
            all.remove(count.reaction());
            dropped.add(count);
        });
        return unused.isPresent();
    }

    private Map<String, Count> ofMessage(Place place) {
        return counts.computeIfAbsent(place, first -> new HashMap<>());
    }
}
