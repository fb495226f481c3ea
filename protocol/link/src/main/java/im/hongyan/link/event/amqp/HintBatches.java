package im.hongyan.link.event.amqp;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Sorts hints by node into batches within bounds, each node's in their order. Confined to one thread. */
final class HintBatches {
    private final int batchRecords;
    private final long batchBytes;
    private final BiConsumer<String, List<ByteString>> full;
    private final Map<String, Open> open = new LinkedHashMap<>();

    /** @param full gets every batch */
    HintBatches(int batchRecords, long batchBytes, BiConsumer<String, List<ByteString>> full) {
        this.batchRecords = batchRecords;
        this.batchBytes = batchBytes;
        this.full = full;
    }

    private static final class Open {
        private final List<ByteString> records = new ArrayList<>();
        private long bytes;
    }

    void add(String node, ByteString record) {
        Open batch = open.computeIfAbsent(node, first -> new Open());
        if (!batch.records.isEmpty() && batch.bytes + record.size() > batchBytes) {
            close(node, batch);
            batch = new Open();
            open.put(node, batch);
        }
        batch.records.add(record);
        batch.bytes += record.size();
        if (batch.records.size() == batchRecords) {
            close(node, batch);
            open.put(node, new Open());
        }
    }

    void end() {
        open.forEach(this::close);
    }

    private void close(String node, Open batch) {
        if (!batch.records.isEmpty()) {
            full.accept(node, batch.records);
        }
    }
}
