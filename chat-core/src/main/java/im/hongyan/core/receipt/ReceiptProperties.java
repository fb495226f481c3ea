package im.hongyan.core.receipt;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The dials of receipts.
 *
 * @param unwritten cursors that wait to be written; one more is refused with BUSY
 * @param writeInterval how long a cursor waits at the most
 * @param writeBatch cursors written in one go
 * @param untold moves that wait to be told to others; beyond it they are not told live
 * @param marksPerCall marks of one call
 */
@ConfigurationProperties("hongyan.core.receipt")
record ReceiptProperties(
        @DefaultValue("50000") int unwritten,
        @DefaultValue("200ms") Duration writeInterval,
        @DefaultValue("1000") int writeBatch,
        @DefaultValue("10000") int untold,
        @DefaultValue("1000") int marksPerCall) {

    ReceiptProperties {
        if (unwritten < 1 || writeBatch < 1 || untold < 1 || marksPerCall < 1) {
            throw new IllegalArgumentException("hongyan.core.receipt: every bound must be at least 1");
        }
        if (writeInterval.toMillis() < 1) {
            throw new IllegalArgumentException("hongyan.core.receipt.write-interval must be at least 1 ms");
        }
    }
}
