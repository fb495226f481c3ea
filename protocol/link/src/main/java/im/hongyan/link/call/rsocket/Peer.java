package im.hongyan.link.call.rsocket;

import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.discovery.Target;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One instance of a service: connected, or trying again after a pause that grows and is never the same twice. */
final class Peer implements Disposable {
    private static final Logger log = LoggerFactory.getLogger(Peer.class);
    private static final int FIRST_PAUSE_PART = 10;

    private final Target target;
    private final CallProperties.Connect bounds;
    private final Connector connector;
    private final Peers peers;
    private final Disposable.Swap life = Disposables.swap();
    private volatile @Nullable CallConnection connection;
    private volatile boolean retired;
    private int failures;

    Peer(Target target, CallProperties.Connect bounds, Connector connector, Peers peers) {
        this.target = target;
        this.bounds = bounds;
        this.connector = connector;
        this.peers = peers;
    }

    void start() {
        life.update(Mono.defer(this::live)
                .then(Mono.defer(() -> Mono.delay(pause(), Schedulers.parallel())))
                .repeat(() -> !retired)
                .subscribe());
    }

    /** From one attempt to connect to the end of that connection; never fails. */
    private Mono<Void> live() {
        return connector.connect(target, this::leave).flatMap(this::serve).onErrorResume(absent -> {
            if (failures++ == 0) {
                log.warn("{} at {} does not answer: {}", peers.service(), target, absent.toString());
            }
            return Mono.empty();
        });
    }

    private Mono<Void> serve(Connector.Connected connected) {
        CallConnection made = peers.connection(connected);
        failures = 0;
        connection = made;
        log.info("{} at {} is connected", peers.service(), target);
        if (retired) {
            made.close();
        } else {
            peers.ready(made);
        }
        return made.onClose().onErrorComplete().doFinally(end -> {
            connection = null;
            peers.gone(made);
            made.close();
            log.info("{} at {} is disconnected", peers.service(), target);
        });
    }

    private Duration pause() {
        long longest = bounds.longestPause().toMillis();
        long grown = Math.min(longest, (longest / FIRST_PAUSE_PART) << Math.min(failures, 10));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(grown / 2, grown + 1));
    }

    /** Takes no new calls any more; what is open may end. */
    private void leave() {
        CallConnection current = connection;
        if (current != null) {
            peers.gone(current);
            peers.leaving(current);
        }
    }

    /** The instance is no longer listed: no new calls, no new connection. */
    void retire() {
        retired = true;
        CallConnection current = connection;
        if (current == null) {
            life.dispose();
        } else {
            leave();
        }
    }

    void check(long nowNanos) {
        CallConnection current = connection;
        if (current != null) {
            current.check(nowNanos);
        }
    }

    @Override
    public void dispose() {
        retired = true;
        CallConnection current = connection;
        life.dispose();
        if (current != null) {
            current.close();
        }
    }
}
