package im.hongyan.persistence.judge;

import im.hongyan.persistence.delivery.Hint;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.Reactions;
import im.hongyan.persistence.log.Rewrite;
import im.hongyan.persistence.log.VoidRange;
import im.hongyan.persistence.timeline.Timeline;
import java.util.List;
import java.util.Map;

/**
 * What a turn comes to.
 *
 * @param entries messages to store
 * @param voids numbers that become void
 * @param timelines of the conversations that change, afterwards
 * @param hints what to tell after the commit, for each piece of work of the turn
 * @param moved conversations in which a message got another number than it brought, and by how many numbers that moves what was
 *     numbered after it and has not come yet
 * @param repeats messages that were stored already
 * @param rewrites what stored messages become
 * @param reactions what becomes of reactions
 */
public record Decision(
        List<LogEntry> entries,
        List<VoidRange> voids,
        Map<ConversationKey, Timeline> timelines,
        List<List<Hint>> hints,
        Map<ConversationKey, Long> moved,
        int repeats,
        List<Rewrite> rewrites,
        Reactions reactions) {

    /** The same with what its messages do to others. */
    public Decision changing(
            List<LogEntry> changed, List<List<Hint>> told, List<Rewrite> rewritten, Reactions reacted) {
        return new Decision(changed, voids, timelines, told, moved, repeats, rewritten, reacted);
    }
}
