package im.hongyan.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class LeakFreeTest {
    @Test
    void seesABufferThatNobodyReleased() throws InterruptedException {
        LeakFree.leaks();
        forget();

        assertThat(LeakFree.leaks()).isNotEmpty();
    }

    private static void forget() {
        PooledByteBufAllocator.DEFAULT.directBuffer(64).writeByte(1);
    }
}
