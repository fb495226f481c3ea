package im.hongyan.link.event;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/** The events to one node in this process: bounded in records and bytes, oldest dropped first. Safe for concurrent use. */
final class NodeQueue {
    private final EventAddress.Node address;
    private final EventProperties properties;
    private final Counter dropped;
    private final FluxSink<EventBatch> sink;

    private final Deque<ByteString> records = new ArrayDeque<>();
    private long bytes;
    private final AtomicInteger drainRequests = new AtomicInteger();

    NodeQueue(EventAddress.Node address, EventProperties properties, Counter dropped, FluxSink<EventBatch> sink) {
        this.address = address;
        this.properties = properties;
        this.dropped = dropped;
        this.sink = sink;
    }

    void offer(ByteString record) {
        synchronized (records) {
            records.addLast(record);
            bytes += record.size();
            while (records.size() > properties.node().queuedRecords()
                    || bytes > properties.node().queuedBytes().toBytes()) {
                bytes -= records.removeFirst().size();
                dropped.increment();
            }
        }
        drain();
    }

    void drain() {
        if (drainRequests.getAndIncrement() != 0) {
            return;
        }
        int handled = 1;
        do {
            while (sink.requestedFromDownstream() > 0) {
                Batch batch = take();
                if (batch == null) {
                    break;
                }
                sink.next(batch);
            }
            handled = drainRequests.addAndGet(-handled);
        } while (handled != 0);
    }

    private @Nullable Batch take() {
        List<ByteString> taken = new ArrayList<>();
        long takenBytes = 0;
        synchronized (records) {
            while (taken.size() < properties.publish().batchRecords()) {
                ByteString next = records.peekFirst();
                if (next == null) {
                    break;
                }
                takenBytes += next.size();
                if (takenBytes > properties.publish().batchBytes().toBytes() && !taken.isEmpty()) {
                    break;
                }
                records.removeFirst();
                bytes -= next.size();
                taken.add(next);
            }
        }
        return taken.isEmpty() ? null : new Batch(address, taken);
    }

    /** Settled by being received: nothing is left to do. */
    private record Batch(EventAddress address, List<ByteString> records) implements EventBatch {
        @Override
        public boolean redelivered() {
            return false;
        }

        @Override
        public void ack() {}

        @Override
        public void retry(String reason) {}

        @Override
        public void reject(String reason) {}
    }
}
