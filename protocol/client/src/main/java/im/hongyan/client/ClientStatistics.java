package im.hongyan.client;

/**
 * What a client holds and has done, at one moment. What it holds is bounded by the builder's bounds of the same names.
 *
 * @param outboxMessages sends that are not answered for good
 * @param outboxBytes of their contents
 * @param inboxMessages messages that the application has not applied
 * @param inboxBytes of them
 * @param connections that were welcomed so far
 * @param repeatedSends sends that went out again
 * @param duplicatesDropped messages that came again and were not applied again
 * @param hintsDropped messages that found no room and were pulled later
 */
public record ClientStatistics(
        int outboxMessages,
        long outboxBytes,
        int inboxMessages,
        long inboxBytes,
        long connections,
        long repeatedSends,
        long duplicatesDropped,
        long hintsDropped) {}
