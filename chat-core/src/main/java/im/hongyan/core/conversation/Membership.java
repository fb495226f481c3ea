package im.hongyan.core.conversation;

import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one member may see: the sequences in {@code (joinSequence, leaveSequence]}; and from when they may speak.
 *
 * @param joinSequence the head when the member joined; what came before is not theirs
 * @param leaveSequence the last sequence that an ex-member sees; {@link #STILL_IN} for who is in
 * @param mutes what keeps who is in from speaking
 * @param dissolved the group is no more: nobody speaks, who was in reads on
 */
public record Membership(long joinSequence, long leaveSequence, Mutes mutes, boolean dissolved) {
    public static final long STILL_IN = Long.MAX_VALUE;

    /** Of a direct conversation: everything, for ever. */
    static final Membership WHOLE = new Membership(0, STILL_IN, Mutes.NONE, false);

    /**
     * The ends of mutes, in milliseconds since 1970; 0: none.
     *
     * @param memberUntil of the member's own
     * @param groupUntil of everybody's, as far as it is this member's too
     */
    public record Mutes(long memberUntil, long groupUntil) {
        static final Mutes NONE = new Mutes(0, 0);
    }

    /** The same without what came until this sequence. */
    public Membership after(long sequence) {
        return sequence <= joinSequence ? this : new Membership(sequence, leaveSequence, mutes, dissolved);
    }

    /** Whether they are in a group that is there. */
    public boolean isLive() {
        return isActive() && !dissolved;
    }

    /** Whether they see everything that comes. */
    public boolean isActive() {
        return leaveSequence == STILL_IN;
    }

    /** Why they may not send at this time; null when they may. Of two mutes the one that ends later is told. */
    @Nullable Refused closedAt(long nowMillis) {
        if (!isActive()) {
            return Refused.notMember();
        }
        if (dissolved) {
            return Refused.of(ErrorCode.GROUP_DISSOLVED, "this group was dissolved");
        }
        long until = Math.max(mutes.memberUntil, mutes.groupUntil);
        if (until <= nowMillis) {
            return null;
        }
        ErrorCode code = until == mutes.memberUntil ? ErrorCode.MEMBER_MUTED : ErrorCode.GROUP_MUTED;
        return new Refused(Problems.muted(code, Instant.ofEpochMilli(until)));
    }
}
