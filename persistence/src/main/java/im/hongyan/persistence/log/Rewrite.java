package im.hongyan.persistence.log;

import com.google.protobuf.ByteString;

/**
 * What a stored message becomes.
 *
 * @param body the encoded message that takes the place of the one before, which is gone
 * @param silent whether it makes nothing unread any more
 */
public record Rewrite(Place place, ByteString body, boolean silent) {}
