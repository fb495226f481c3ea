package im.hongyan.e2e.checker;

/** What the checker counts. */
public enum Count {
    /** An accepted message that is absent from the tables or from the full pull of an entitled device. */
    LOST(true),
    /** One (sender, client message id) at two sequences, or applied twice by a device. */
    DUPLICATED(true),
    /** Applied out of order; or A was accepted before B was sent, or before it on one connection, and A's sequence is higher. */
    REORDERED(true),
    /** Stored at a sequence that a device's cursor has passed without applying it. */
    HIDDEN(true),
    /** A number below the head that is neither a message nor void. */
    OPEN_HOLES(true),
    /** Applied by a device, absent from the tables. */
    PHANTOM(true),
    /** A final refusal of a stored message, or accepted values that differ from each other or from the table. */
    WRONG_ANSWER(true),
    /** DELIVERED or READ beyond what that user's devices had said. */
    FALSE_RECEIPT(true),
    /** A send without an answer. */
    HUNG(true),
    /** Stored above the cursor of a device that stayed until the end: its log does not equal the others'. */
    BEHIND(true),

    /** Sends with an answer ACCEPTED. */
    ACCEPTED(false),
    /** Sends whose outcome was once unknown and that were found stored. */
    RECOVERED(false),
    /** Numbers that became void. */
    VOIDED(false),
    /** Messages stored under another number than one that was answered, the delivery having told the sender. */
    RESEQUENCED(false);

    private final boolean mustBeZero;

    Count(boolean mustBeZero) {
        this.mustBeZero = mustBeZero;
    }

    public boolean mustBeZero() {
        return mustBeZero;
    }
}
