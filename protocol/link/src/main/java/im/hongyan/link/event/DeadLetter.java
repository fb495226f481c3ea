package im.hongyan.link.event;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;

/**
 * A batch that nobody will get again.
 *
 * @param reason why, as the consumer said
 * @param attempts how often it had been given out
 */
public record DeadLetter(EventAddress address, List<ByteString> records, String reason, int attempts, Instant time) {}
