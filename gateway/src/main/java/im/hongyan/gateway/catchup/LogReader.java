package im.hongyan.gateway.catchup;

import im.hongyan.link.call.CallClient;
import im.hongyan.link.call.CallException;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.HeadsQuery;
import im.hongyan.link.proto.HeadsResult;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SyncQuery;
import im.hongyan.link.proto.SyncResult;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.Sync;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Reads the log for devices that did not ask: bounded on this node, so that they never crowd out those who ask. Safe for concurrent use. */
@Component
public final class LogReader {
    private static final int MAX_PULLS = 64;
    private static final int MAX_DIGESTS = 256;

    private final CallClient core;
    private final AtomicInteger pulls = new AtomicInteger();
    private final AtomicInteger digests = new AtomicInteger();

    public LogReader(@Qualifier("chat-core") CallClient core, MeterRegistry meters) {
        this.core = core;
        Gauge.builder("hongyan.gateway.catchup.pulls", pulls, AtomicInteger::get)
                .description("reads of the log for slow devices in flight, at most " + MAX_PULLS)
                .register(meters);
        Gauge.builder("hongyan.gateway.catchup.digests", digests, AtomicInteger::get)
                .description("pages of heads that are read now, at most " + MAX_DIGESTS)
                .register(meters);
    }

    /** Messages of one conversation, oldest first. Errors with BUSY at once when the node reads too much. */
    Flux<SyncResult> read(Principal principal, Cursor from, int limit) {
        SyncQuery query = SyncQuery.newBuilder()
                .setPrincipal(principal)
                .setSync(Sync.newBuilder().addCursors(from).setLimit(limit))
                .build();
        return bounded(pulls, MAX_PULLS, core.stream(Calls.SYNC, query));
    }

    /** One page of the principal's heads, after a conversation. Errors with BUSY at once when the node reads too much. */
    Flux<HeadsResult> heads(Principal principal, String after) {
        HeadsQuery query =
                HeadsQuery.newBuilder().setPrincipal(principal).setAfter(after).build();
        return bounded(digests, MAX_DIGESTS, core.stream(Calls.HEADS, query).take(1));
    }

    private static <T> Flux<T> bounded(AtomicInteger inFlight, int max, Flux<T> stream) {
        return Flux.defer(() -> {
            if (inFlight.incrementAndGet() > max) {
                inFlight.decrementAndGet();
                return Flux.error(
                        new CallException(ErrorCode.BUSY, "this node reads the log " + max + " times already"));
            }
            return stream.doFinally(end -> inFlight.decrementAndGet());
        });
    }
}
