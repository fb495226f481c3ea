package im.hongyan.gateway.transport.port;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts the connections of this node, in all and by address, and refuses what is too many. Safe for concurrent use. */
@Component
public final class ConnectionLimits {
    private static final long RETRY_MILLIS = 2_000;

    private final TransportProperties.Connections limits;
    private final Refusals refusals;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private volatile boolean draining;

    public ConnectionLimits(TransportProperties properties, Refusals refusals, MeterRegistry meters) {
        this.limits = properties.connections();
        this.refusals = refusals;
        Gauge.builder("hongyan.gateway.connections", open, AtomicInteger::get)
                .description("open client connections, bounded by hongyan.gateway.transport.connections.total")
                .register(meters);
    }

    /** No connection is let in any more. */
    public void drain() {
        draining = true;
    }

    /** What a connection is told that was let in before and wants more now; on record then. Null when it may go on. */
    public @Nullable Problem draining(String who) {
        return draining ? refused(ErrorCode.DRAINING, who) : null;
    }

    /**
     * Lets a connection in and counts it until its channel closes; or says why not, which is on record then.
     *
     * @param who it is, for the log
     */
    public @Nullable Problem enter(Channel channel, String who) {
        InetAddress address = counted(channel.remoteAddress());
        ErrorCode refusal = count(address);
        if (refusal != null) {
            return refused(refusal, who);
        }
        channel.closeFuture().addListener(closed -> leave(address));
        return null;
    }

    /** Puts on record that a connection ends which has not become what it is for in time. */
    public void late(String who) {
        refusals.last(ErrorCode.TIMEOUT, who);
    }

    /** Those who are refused come back spread in time. */
    private Problem refused(ErrorCode code, String who) {
        long millis = RETRY_MILLIS + ThreadLocalRandom.current().nextLong(RETRY_MILLIS);
        return refusals.last(Problems.retryAfter(code, "this server takes no more connections now", millis), who);
    }

    private @Nullable ErrorCode count(@Nullable InetAddress address) {
        if (draining) {
            return ErrorCode.DRAINING;
        }
        if (open.incrementAndGet() > limits.total()) {
            open.decrementAndGet();
            return ErrorCode.TOO_MANY_CONNECTIONS;
        }
        if (address != null && byAddress.merge(address, 1, Integer::sum) > limits.perAddress()) {
            leave(address);
            return ErrorCode.TOO_MANY_CONNECTIONS;
        }
        return null;
    }

    private void leave(@Nullable InetAddress address) {
        open.decrementAndGet();
        if (address != null) {
            byAddress.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
        }
    }

    private @Nullable InetAddress counted(SocketAddress remote) {
        InetAddress address = remote instanceof InetSocketAddress socket ? socket.getAddress() : null;
        return address == null || (address.isLoopbackAddress() && !limits.countLoopback()) ? null : address;
    }
}
