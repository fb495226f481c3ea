package im.hongyan.persistence.log;

import com.google.protobuf.ByteString;

/**
 * A message as readers of one conversation get it.
 *
 * @param body the encoded message
 */
public record LogRow(long sequence, ByteString body) {}
