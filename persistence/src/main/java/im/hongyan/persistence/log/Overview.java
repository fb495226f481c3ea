package im.hongyan.persistence.log;

import com.google.protobuf.ByteString;

/**
 * What one reader sees of a conversation at a glance.
 *
 * @param head settled
 * @param last the newest message that lists show, encoded; empty when there is none
 * @param unread messages of others that count and are not read
 * @param mentioned the first unread one that mentions the reader; 0: none
 */
public record Overview(long head, ByteString last, int unread, long mentioned) {
    /** Of a conversation in which nothing is stored. */
    public static final Overview NONE = new Overview(0, ByteString.EMPTY, 0, 0);
}
