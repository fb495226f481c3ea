package im.hongyan.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class whose buffers were collected before they were released. */
public final class LeakFree implements AfterAllCallback {

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        assertThat(leaks()).as("buffers that nobody released").isEmpty();
    }

    /** What has leaked since the last time. */
    static List<String> leaks() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
            // A detector looks at what was collected when the next buffer is made.
            ByteBuf next = PooledByteBufAllocator.DEFAULT.directBuffer(16);
            next.release();
        }
        List<String> found = List.copyOf(CollectedLeaks.FOUND);
        CollectedLeaks.FOUND.clear();
        return found;
    }
}
