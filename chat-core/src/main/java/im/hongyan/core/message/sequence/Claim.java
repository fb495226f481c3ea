package im.hongyan.core.message.sequence;

/**
 * A draft on its way to a number.
 *
 * @param index of its answer among the answers of its batch
 * @param lookedUp the store was asked and does not know it
 * @param spent the unconfirmed number that is too old to be published again; 0: none
 */
public record Claim(Draft draft, int index, boolean lookedUp, long spent) {

    public static Claim of(Draft draft, int index) {
        return new Claim(draft, index, false, 0);
    }

    /** Whether an unknown client id is not enough to take a number: the entry may just have expired. */
    boolean mustLookUp() {
        return draft.resend() && !lookedUp;
    }

    public Claim notInStore(long spentNumber) {
        return new Claim(draft, index, true, spentNumber);
    }
}
