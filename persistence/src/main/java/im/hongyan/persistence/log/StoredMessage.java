package im.hongyan.persistence.log;

import com.google.protobuf.ByteString;

/**
 * A message of the log.
 *
 * @param body the encoded message
 */
public record StoredMessage(ClientKey key, long sequence, ByteString body) {}
