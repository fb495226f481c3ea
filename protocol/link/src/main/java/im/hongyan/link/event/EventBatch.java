package im.hongyan.link.event;

import com.google.protobuf.ByteString;
import java.util.List;

/** Records that travelled together, in their order. Settle it exactly once; safe from any thread. */
public interface EventBatch {

    EventAddress address();

    /** 1..n records. */
    List<ByteString> records();

    /** Whether the broker gave this batch out before. */
    boolean redelivered();

    /** Done: never comes again. */
    void ack();

    /**
     * Not now: comes again after a pause, a bounded number of times, then goes to the dead letters. Meant for what the batch
     * itself may be guilty of. While a store is away, keep the batch unsettled and try again: the prefetch holds back the rest.
     */
    void retry(String reason);

    /** Never: goes to the dead letters with the reason. */
    void reject(String reason);
}
