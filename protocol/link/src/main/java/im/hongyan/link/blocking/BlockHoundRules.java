package im.hongyan.link.blocking;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What libraries do for some instructions, or once, and BlockHound would take for blocking calls, as Reactor and Netty name
 * theirs. An alarm in the middle of it does more harm than the call: Redis' client would count a writer too few
 * and wait for it for ever. Every other alarm is also written to the log, because a library may swallow the error.
 */
public final class BlockHoundRules implements BlockHoundIntegration {
    private static final Logger LOG = LoggerFactory.getLogger(BlockHoundRules.class);

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.blockingMethodCallback(BlockHoundRules::alarm);
        timers(builder);
        redis(builder);
        caches(builder);
        databases(builder);
        natives(builder);
    }

    private static void alarm(BlockingMethod method) {
        BlockingOperationError error = new BlockingOperationError(method);
        LOG.error("a thread that must not block calls {}", method, error);
        throw error;
    }

    /** Reactor names those of single timers and forgot the periodic ones: RSocket's keep-alive is one. */
    private static void timers(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("reactor.core.scheduler.PeriodicWorkerTask", "dispose")
                .allowBlockingCallsInside("reactor.core.scheduler.PeriodicSchedulerTask", "dispose");
    }

    /** The queue of commands and the count of those who write to it. */
    private static void redis(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.lettuce.core.protocol.DefaultEndpoint", "validateWrite")
                .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "incrementWriters")
                .allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", "doExclusive");
    }

    /** Whoever writes to a bounded cache whose buffer of writes is full waits for who empties it, or empties it. */
    private static void caches(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("com.github.benmanes.caffeine.cache.BoundedLocalCache", "afterWrite");
    }

    /** The first connection makes the cache that all share. */
    private static void databases(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.asyncer.r2dbc.mysql.MySqlConnectionFactory$LazyQueryCache", "get");
    }

    /** Read from the jar once, by whichever thread is the first to use a socket; an alarm would leave the process without. */
    private static void natives(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.netty.util.internal.NativeLibraryLoader", "load");
    }
}
