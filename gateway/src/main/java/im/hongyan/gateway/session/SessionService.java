package im.hongyan.gateway.session;

import im.hongyan.gateway.transport.Acceptor;
import im.hongyan.gateway.transport.Connection;
import im.hongyan.gateway.transport.port.ConnectionLimits;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Serves every connection with a session of its own, and ends them all when the node stops: first nobody is let in, then
 * everybody is asked to go elsewhere, then those who stay are cut. Safe for concurrent use.
 */
@Component
final class SessionService implements Acceptor, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SessionService.class);
    private static final Duration CUT = Duration.ofSeconds(3);

    private final Surroundings here;
    private final ConnectionLimits limits;
    private final Set<Visit> visits = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    private record Visit(Session session, Connection connection) {}

    SessionService(Surroundings here, ConnectionLimits limits) {
        this.here = here;
        this.limits = limits;
    }

    @Override
    public Mono<Void> serve(Connection connection) {
        Session session = new Session(here, connection);
        Visit visit = new Visit(session, connection);
        visits.add(visit);
        return session.serve().doFinally(closed -> visits.remove(visit));
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable callback) {
        // Owned by the stopping of the node, which waits for the callback; bounded by the time-out.
        drain().subscribe(done -> {}, error -> callback.run(), callback);
    }

    /** Completes when every connection is closed, or the time for it has passed. */
    Mono<Void> drain() {
        running = false;
        limits.drain();
        SessionProperties.Drain drain = here.properties().drain();
        LOG.info("asking {} clients to connect elsewhere", visits.size());
        visits.forEach(visit ->
                visit.connection().executor().execute(() -> visit.session().drain(drain)));
        return Flux.fromIterable(visits)
                .flatMap(visit -> visit.connection().onClose(), Integer.MAX_VALUE)
                .then()
                .timeout(drain.grace().plus(CUT), Mono.empty());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
