package im.hongyan.client.history;

import im.hongyan.wire.frame.Message;
import java.util.List;

/**
 * A page of the past.
 *
 * @param conversation that was read
 * @param messages ascending; numbers of the covered range that are missing here are void
 * @param after the page covers (after, through]
 * @param through the last number covered
 * @param head of the conversation
 * @param more whether there are more messages in the direction that was asked for
 */
public record HistoryPage(
        String conversation, List<Message> messages, long after, long through, long head, boolean more) {}
