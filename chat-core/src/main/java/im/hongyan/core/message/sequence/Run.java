package im.hongyan.core.message.sequence;

import im.hongyan.core.log.ConversationKey;
import java.util.List;

/**
 * The claims of one sender in one conversation, in the order in which their numbers must rise.
 *
 * @param seed where the counter starts when it is missing; {@link #UNKNOWN_SEED} until it was asked for
 */
public record Run(ConversationKey key, List<Claim> claims, long seed) {
    public static final long UNKNOWN_SEED = -1;

    /** Asks for nothing. */
    static final Run EMPTY = new Run(new ConversationKey("", ""), List.of(), UNKNOWN_SEED);

    public Run withClaims(List<Claim> rest) {
        return new Run(key, rest, seed);
    }

    public Run withSeed(long known) {
        return new Run(key, claims, known);
    }
}
