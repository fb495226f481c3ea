package im.hongyan.link.call.rsocket;

import im.hongyan.link.call.discovery.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/**
 * The instances of one service: follows the list of targets, keeps a connection to each, and says which one is next. Safe for
 * concurrent use.
 */
final class Peers implements Disposable {
    private static final Logger log = LoggerFactory.getLogger(Peers.class);

    private final String service;
    private final Function<Connector.Connected, CallConnection> connections;
    private final BiFunction<Target, Peers, Peer> factory;
    private final Runnable onReady;
    private final long leavingNanos;

    private final Map<Target, Peer> peers = new HashMap<>();
    private final List<CallConnection> ready = new CopyOnWriteArrayList<>();
    private final Queue<Leaving> leaving = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Disposable.Swap following = Disposables.swap();

    private record Leaving(CallConnection connection, long sinceNanos) {}

    /**
     * @param onReady runs whenever an instance has become ready
     * @param leavingNanos how long a connection that is being left may take to finish what is open
     */
    Peers(
            String service,
            Function<Connector.Connected, CallConnection> connections,
            BiFunction<Target, Peers, Peer> factory,
            Runnable onReady,
            long leavingNanos) {
        this.service = service;
        this.connections = connections;
        this.factory = factory;
        this.onReady = onReady;
        this.leavingNanos = leavingNanos;
    }

    /** Begins. */
    void follow(Flux<List<Target>> targets) {
        following.update(targets.subscribe(
                this::follow, broken -> log.error("the instances of {} are no longer followed", service, broken)));
    }

    String service() {
        return service;
    }

    /** The instance whose turn it is; one that is suspect only when all are; null when none is connected. */
    @Nullable CallConnection next() {
        Object[] now = ready.toArray();
        int start = turn.getAndIncrement() & Integer.MAX_VALUE;
        for (int i = 0; i < now.length; i++) {
            CallConnection candidate = (CallConnection) now[(start + i) % now.length];
            if (!candidate.suspect()) {
                return candidate;
            }
        }
        return now.length == 0 ? null : (CallConnection) now[start % now.length];
    }

    int readyCount() {
        return ready.size();
    }

    private synchronized void follow(List<Target> targets) {
        Set<Target> gone = new HashSet<>(peers.keySet());
        targets.forEach(gone::remove);
        for (Target target : gone) {
            Peer peer = peers.remove(target);
            if (peer != null) {
                peer.retire();
            }
        }
        for (Target target : new HashSet<>(targets)) {
            if (!peers.containsKey(target)) {
                Peer peer = factory.apply(target, this);
                peers.put(target, peer);
                peer.start();
            }
        }
        log.info("{} has {} instances: {}", service, targets.size(), targets);
    }

    CallConnection connection(Connector.Connected connected) {
        return connections.apply(connected);
    }

    void ready(CallConnection connection) {
        ready.add(connection);
        onReady.run();
    }

    void gone(CallConnection connection) {
        ready.remove(connection);
    }

    /** The connection is closed when what is open has ended, or when that takes too long. */
    void leaving(CallConnection connection) {
        leaving.add(new Leaving(connection, System.nanoTime()));
    }

    /** Called now and then. */
    void check(long nowNanos) {
        List<Peer> current;
        synchronized (this) {
            current = new ArrayList<>(peers.values());
        }
        current.forEach(peer -> peer.check(nowNanos));
        leaving.removeIf(each -> each.connection().isClosed());
        for (Leaving each : leaving) {
            if (nowNanos - each.sinceNanos() > leavingNanos) {
                each.connection().close();
            } else {
                each.connection().closeWhenIdle();
            }
        }
    }

    @Override
    public synchronized void dispose() {
        following.dispose();
        peers.values().forEach(Peer::dispose);
        peers.clear();
    }
}
