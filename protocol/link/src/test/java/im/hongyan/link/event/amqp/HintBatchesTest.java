package im.hongyan.link.event.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HintBatchesTest {
    private final List<String> batches = new ArrayList<>();
    private final HintBatches hints = new HintBatches(
            3,
            10,
            (node, records) -> batches.add(
                    node + records.stream().map(ByteString::toStringUtf8).toList()));

    private void add(String node, String... texts) {
        for (String text : texts) {
            hints.add(node, ByteString.copyFromUtf8(text));
        }
    }

    @Test
    void givesEveryNodeItsOwnInOrder() {
        add("a", "1");
        add("b", "2");
        add("a", "3");
        hints.end();
        assertThat(batches).containsExactly("a[1, 3]", "b[2]");
    }

    @Test
    void boundsABatchByRecords() {
        add("a", "1", "2", "3", "4", "5", "6");
        hints.end();
        assertThat(batches).containsExactly("a[1, 2, 3]", "a[4, 5, 6]");
    }

    @Test
    void boundsABatchByBytesAndLetsALargeOneGoAlone() {
        add("a", "123456", "1234", "1", "a very long hint", "2");
        hints.end();
        assertThat(batches).containsExactly("a[123456, 1234]", "a[1]", "a[a very long hint]", "a[2]");
    }
}
