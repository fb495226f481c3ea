package im.hongyan.persistence.log;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What is to become of reactions.
 *
 * @param given who reacts with what now, and who does no longer
 * @param counts how many react with what now
 * @param dropped counts that have made room for others
 * @param forgotten messages that have none any more
 * @param clocks of the conversations in which something changed
 */
public record Reactions(
        Map<Given, Boolean> given,
        List<Count> counts,
        List<Count> dropped,
        Collection<Place> forgotten,
        Map<ConversationKey, Long> clocks) {
    public static final Reactions NONE = new Reactions(Map.of(), List.of(), List.of(), List.of(), Map.of());

    /** What one user has once at the most. */
    public record Given(Place place, String reaction, String user) {}

    /**
     * How many react with something to a message.
     *
     * @param change the clock of the conversation when that changed last
     */
    public record Count(Place place, String reaction, long total, long change) {}

    public boolean isEmpty() {
        return clocks.isEmpty() && forgotten.isEmpty();
    }
}
