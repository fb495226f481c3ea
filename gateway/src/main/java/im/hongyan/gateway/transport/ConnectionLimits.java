package im.hongyan.gateway.transport;

import im.hongyan.wire.ErrorCode;
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
    private final AtomicInteger open = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private volatile boolean draining;

    public ConnectionLimits(TransportProperties properties, MeterRegistry meters) {
        this.limits = properties.connections();
        Gauge.builder("hongyan.gateway.connections", open, AtomicInteger::get)
                .description("open client connections, bounded by hongyan.gateway.transport.connections.total")
                .register(meters);
    }

    /** When whoever is refused may try again, spread in time. */
    public static long retryMillis() {
        return RETRY_MILLIS + ThreadLocalRandom.current().nextLong(RETRY_MILLIS);
    }

    /** No connection is let in any more. */
    public void drain() {
        draining = true;
    }

    /** Lets a connection in and counts it until its channel closes; or says why not. */
    public @Nullable ErrorCode enter(Channel channel) {
        InetAddress address = counted(channel.remoteAddress());
        ErrorCode refusal = count(address);
        if (refusal == null) {
            channel.closeFuture().addListener(closed -> leave(address));
        }
        return refusal;
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
