package im.hongyan.client.timeline;

import java.util.Set;

/**
 * A SYNC that is not answered to its end.
 *
 * @param timelines that were asked for and are not finished
 */
record SyncRequest(int requestId, Set<Timeline> timelines, long deadlineNanos) {}
