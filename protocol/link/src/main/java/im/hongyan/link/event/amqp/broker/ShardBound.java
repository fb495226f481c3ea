package im.hongyan.link.event.amqp.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes the queue of a shard holds before the broker refuses what is published to it.
 *
 * @param bytes ready for the consumer; null: without a bound, as queues were made before there was one
 */
record ShardBound(@Nullable Long bytes) {
    private static final String BYTES = "x-max-length-bytes";
    private static final Pattern OTHER = Pattern.compile("inequivalent arg '" + BYTES
            + "' for queue '([^']+)' in vhost .* but current is (?:none|(?:the value )?'(\\d+)')");

    /** The queue that a declaration did not fit, and the bound that it has. */
    record Found(String queue, ShardBound bound) {}

    void addTo(Map<String, Object> arguments) {
        if (bytes != null) {
            arguments.put(BYTES, bytes);
            // Never the default, which drops the oldest.
            arguments.put("x-overflow", "reject-publish");
        }
    }

    /** Whether the broker says that a queue is there with other arguments. */
    static boolean isRefusal(Throwable error) {
        return error instanceof ShutdownSignalException end
                && end.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == AMQP.PRECONDITION_FAILED;
    }

    /** What the broker says when a queue is there with another bound; null when it says something else. */
    static @Nullable Found found(Throwable refusal) {
        String text = refusal.getMessage();
        if (isRefusal(refusal) && text != null) {
            Matcher other = OTHER.matcher(text);
            if (other.find()) {
                String bytes = other.group(2);
                return new Found(other.group(1), new ShardBound(bytes == null ? null : Long.valueOf(bytes)));
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return bytes == null ? "no bound" : bytes + " bytes";
    }
}
