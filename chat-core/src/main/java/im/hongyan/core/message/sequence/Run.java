package im.hongyan.core.message.sequence;

import im.hongyan.core.log.ConversationKey;
import java.util.List;

/**
 * The claims of one sender in one conversation, in the order in which their numbers must rise.
 *
 * @param rates at which they may be taken
 * @param seed where the counter starts when it is missing; {@link #UNKNOWN_SEED} until it was asked for
 */
public record Run(ConversationKey key, List<Claim> claims, Rates rates, long seed) {
    public static final long UNKNOWN_SEED = -1;

    /** Asks for nothing. */
    static final Run EMPTY = new Run(new ConversationKey("", ""), List.of(), Rates.NONE, UNKNOWN_SEED);

    public Run withClaims(List<Claim> rest) {
        return new Run(key, rest, rates, seed);
    }

    public Run withSeed(long known) {
        return new Run(key, claims, rates, known);
    }
}
