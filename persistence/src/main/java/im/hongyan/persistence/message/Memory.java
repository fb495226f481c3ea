package im.hongyan.persistence.message;

import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.timeline.Timeline;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one writer knows for certain while its tokens are the newest: the tokens and the timelines of the conversations it
 * wrote last, the least recently used forgotten first. Confined to the writer's one turn at a time.
 */
final class Memory {
    private record Known(Timeline timeline, int shard) {}

    private final int mostTimelines;
    private final Map<Integer, Long> tokens = new HashMap<>();
    private final LinkedHashMap<ConversationKey, Known> timelines = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<ConversationKey> withHoles = new LinkedHashSet<>();
    /** For meters, read by other threads. */
    private volatile int size;

    Memory(int mostTimelines) {
        this.mostTimelines = mostTimelines;
    }

    Map<Integer, Long> tokens() {
        return tokens;
    }

    /** The token of a claimed shard. */
    long token(int shard) {
        return certain(tokens.get(shard));
    }

    boolean knows(ConversationKey conversation) {
        return timelines.containsKey(conversation);
    }

    /** The timeline of a known conversation. */
    Timeline timeline(ConversationKey conversation) {
        return certain(timelines.get(conversation)).timeline();
    }

    /** The shard by which a known conversation is written. */
    int shard(ConversationKey conversation) {
        return certain(timelines.get(conversation)).shard();
    }

    void put(ConversationKey conversation, Timeline timeline, int shard) {
        timelines.put(conversation, new Known(timeline, shard));
        if (timeline.hasHoles()) {
            withHoles.add(conversation);
        } else {
            withHoles.remove(conversation);
        }
    }

    void update(ConversationKey conversation, Timeline timeline) {
        put(conversation, timeline, shard(conversation));
    }

    /** Conversations with open holes. */
    List<ConversationKey> withHoles() {
        return List.copyOf(withHoles);
    }

    /** Forgets what was used least recently, down to the bound. Called between turns, never within one. */
    void trim() {
        var oldest = timelines.keySet().iterator();
        while (timelines.size() > mostTimelines) {
            withHoles.remove(oldest.next());
            oldest.remove();
        }
        size = timelines.size();
    }

    private static <T> T certain(@Nullable T known) {
        if (known == null) {
            throw new IllegalStateException("a turn asks for what it did not load");
        }
        return known;
    }

    /** Nothing is certain any more. */
    void forget() {
        tokens.clear();
        timelines.clear();
        withHoles.clear();
        size = 0;
    }

    int size() {
        return size;
    }
}
