package im.hongyan.gateway.lane;

import im.hongyan.link.call.CallClient;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** The door to chat-core that all lanes of this node share, and what the node may have waiting there. Safe for concurrent use. */
@Component
public final class CoreDoor {
    private final CallClient client;
    private final LaneProperties properties;
    private final UserBudgets budgets;
    private final AtomicLong sendBytes = new AtomicLong();
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicInteger marks = new AtomicInteger();

    public CoreDoor(@Qualifier("chat-core") CallClient client, LaneProperties properties, MeterRegistry meters) {
        this.client = client;
        this.properties = properties;
        this.budgets = new UserBudgets(properties, meters);
        Gauge.builder("hongyan.gateway.lane.sends", sendBytes, AtomicLong::get)
                .baseUnit("bytes")
                .description("sends without an answer; the bound is " + properties.nodeSendBytes())
                .register(meters);
        Gauge.builder("hongyan.gateway.lane.queries", queries, AtomicInteger::get)
                .baseUnit("queries")
                .description("SYNC and HISTORY that run or wait, at most " + Queries.MAX_OPEN + " a session")
                .register(meters);
        Gauge.builder("hongyan.gateway.lane.marks", marks, AtomicInteger::get)
                .baseUnit("marks")
                .description("receipts that wait or are being told; from " + ReceiptMarks.MAX_HELD
                        + " on a session is not read from")
                .register(meters);
    }

    /** Makes the calls. */
    public CallClient client() {
        return client;
    }

    int queriesPerSecond() {
        return properties.queriesPerSecond();
    }

    /** What each user may read. */
    UserBudgets budgets() {
        return budgets;
    }

    /** Makes room for a send, which {@link #answered} gives back. */
    boolean admit(int bytes) {
        if (sendBytes.addAndGet(bytes) <= properties.nodeSendBytes().toBytes()) {
            return true;
        }
        sendBytes.addAndGet(-bytes);
        return false;
    }

    void answered(int bytes) {
        sendBytes.addAndGet(-bytes);
    }

    void queries(int more) {
        queries.addAndGet(more);
    }

    void marks(int more) {
        marks.addAndGet(more);
    }

    /** What is told when there is no room for a send. */
    Problem busy() {
        return Problems.retryAfter(
                ErrorCode.BUSY,
                "the sends of this node wait for an answer with " + properties.nodeSendBytes() + " already",
                CallFailures.retryMillis());
    }
}
