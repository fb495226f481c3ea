package im.hongyan.core.conversation;

/**
 * What one member may see: the sequences in {@code (joinSequence, leaveSequence]}.
 *
 * @param joinSequence the head when the member joined; what came before is not theirs
 * @param leaveSequence the last sequence that an ex-member sees; {@link #STILL_IN} for who is in
 */
public record Membership(long joinSequence, long leaveSequence) {
    public static final long STILL_IN = Long.MAX_VALUE;

    /** Of a direct conversation: everything, for ever. */
    static final Membership WHOLE = new Membership(0, STILL_IN);

    /** Whether the member may send and gets what is new. */
    public boolean isActive() {
        return leaveSequence == STILL_IN;
    }
}
