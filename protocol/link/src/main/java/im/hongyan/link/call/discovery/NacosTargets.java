package im.hongyan.link.call.discovery;

import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingService;
import com.alibaba.nacos.api.naming.listener.EventListener;
import com.alibaba.nacos.api.naming.listener.NamingEvent;
import com.alibaba.nacos.api.naming.pojo.Instance;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * What Nacos pushes: the healthy instances of a service, with the port of their calls in the metadata {@value #CALL_PORT}. While
 * Nacos is away, or knows no instance at all, the last list stays in force; a start without Nacos begins with the list that its
 * client has kept on disk, and asks until Nacos answers. Safe for concurrent use.
 */
public final class NacosTargets implements Targets {
    /** The metadata of an instance that hold the port of its calls. */
    public static final String CALL_PORT = "call-port";

    private static final Logger log = LoggerFactory.getLogger(NacosTargets.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Supplier<NamingService> nacos;
    private final String group;

    /**
     * @param nacos whose client loads its cache at the start, so that there is a list to begin with; may block, and may fail
     *     while Nacos is away
     * @param group of the services
     */
    public NacosTargets(Supplier<NamingService> nacos, String group) {
        this.nacos = nacos;
        this.group = group;
    }

    @Override
    public Flux<List<Target>> of(String service) {
        return Flux.<List<Instance>>create(sink -> follow(service, sink), FluxSink.OverflowStrategy.LATEST)
                .subscribeOn(Schedulers.boundedElastic())
                .map(NacosTargets::targets)
                .filter(targets -> useful(service, targets))
                .distinctUntilChanged();
    }

    private void follow(String service, FluxSink<List<Instance>> sink) {
        EventListener listener = event -> {
            if (event instanceof NamingEvent news) {
                sink.next(news.getInstances());
            }
        };
        Disposable asking = Mono.fromRunnable(() -> ask(service, listener, sink))
                .subscribeOn(Schedulers.boundedElastic())
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, PAUSE).doBeforeRetry(failed -> asksAgain(service, failed)))
                .subscribe(asked -> {}, sink::error);
        sink.onDispose(() -> {
            asking.dispose();
            forget(service, listener);
        });
    }

    private void ask(String service, EventListener listener, FluxSink<List<Instance>> sink) {
        try {
            NamingService naming = nacos.get();
            // The first from the disk, when Nacos is away; subscribing fails then.
            sink.next(naming.getAllInstances(service, group));
            naming.subscribe(service, group, listener);
        } catch (NacosException away) {
            throw new IllegalStateException(away);
        }
    }

    private static void asksAgain(String service, Retry.RetrySignal failed) {
        if (failed.totalRetries() == 0) {
            log.warn(
                    "Nacos does not tell the instances of {}, asking again every {}: {}",
                    service,
                    PAUSE,
                    failed.failure().toString());
        }
    }

    private void forget(String service, EventListener listener) {
        try {
            nacos.get().unsubscribe(service, group, listener);
        } catch (NacosException | RuntimeException away) {
            log.debug("Nacos was not told that nobody listens for {} any more", service, away);
        }
    }

    private static boolean useful(String service, List<Target> targets) {
        if (targets.isEmpty()) {
            log.warn("Nacos knows no instance of {}: the last known stay in use", service);
        }
        return !targets.isEmpty();
    }

    private static List<Target> targets(List<Instance> instances) {
        return instances.stream()
                .filter(instance -> instance.isHealthy() && instance.isEnabled())
                .flatMap(instance -> port(instance).stream().map(port -> new Target(instance.getIp(), port)))
                .distinct()
                .sorted(Comparator.comparing(Target::toString))
                .toList();
    }

    private static Optional<Integer> port(Instance instance) {
        return Optional.of(instance.getMetadata().getOrDefault(CALL_PORT, ""))
                .filter(text -> text.matches("[1-9]\\d{0,4}"))
                .map(Integer::valueOf)
                .filter(port -> port < 65_536);
    }
}
