package im.hongyan.persistence;

import com.google.protobuf.ByteString;
import im.hongyan.link.event.EventAddress;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.proto.MessageEvent;
import java.util.List;
import java.util.stream.Stream;

/** A batch of the broker that remembers how it was settled. */
public final class FakeBatch implements EventBatch {
    private static final String OPEN = "unsettled";

    private final int shard;
    private final List<ByteString> records;
    private final boolean redelivered;
    private volatile String settled = OPEN;

    private FakeBatch(int shard, List<ByteString> records, boolean redelivered) {
        this.shard = shard;
        this.records = records;
        this.redelivered = redelivered;
    }

    public static FakeBatch of(int shard, MessageEvent... events) {
        return ofRecords(
                shard, Stream.of(events).map(MessageEvent::toByteString).toList());
    }

    public static FakeBatch ofRecords(int shard, List<ByteString> records) {
        return new FakeBatch(shard, records, false);
    }

    /** The same batch as the broker gives it out again. */
    public FakeBatch again() {
        return new FakeBatch(shard, records, true);
    }

    public String outcome() {
        return settled;
    }

    public boolean isOpen() {
        return outcome().equals(OPEN);
    }

    @Override
    public EventAddress address() {
        return new EventAddress.MessageShard(shard);
    }

    @Override
    public List<ByteString> records() {
        return records;
    }

    @Override
    public boolean redelivered() {
        return redelivered;
    }

    @Override
    public void ack() {
        settle("ack");
    }

    @Override
    public void retry(String reason) {
        settle("retry: " + reason);
    }

    @Override
    public void reject(String reason) {
        settle("reject: " + reason);
    }

    private synchronized void settle(String outcome) {
        if (!isOpen()) {
            throw new AssertionError("settled twice: " + settled + ", then " + outcome);
        }
        settled = outcome;
    }
}
