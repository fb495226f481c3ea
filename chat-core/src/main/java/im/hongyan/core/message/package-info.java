/**
 * Sending, read top to bottom in {@link im.hongyan.core.message.MessageService}: rules, leave, number, publish, accepted.
 * The one writer of the Redis keys {@code seq:} (counters) and {@code dedup:} (who sent what), and the one sender to the
 * message shards.
 */
@NullMarked
package im.hongyan.core.message;

import org.jspecify.annotations.NullMarked;
