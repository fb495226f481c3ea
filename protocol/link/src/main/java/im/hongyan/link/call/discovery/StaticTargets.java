package im.hongyan.link.call.discovery;

import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;

/** A fixed list: {@code hongyan.link.call.services.<service>=host:port,host:port}. */
public final class StaticTargets implements Targets {
    private final Map<String, List<String>> services;

    public StaticTargets(Map<String, List<String>> services) {
        this.services = services;
    }

    @Override
    public Flux<List<Target>> of(String service) {
        List<String> addresses = services.get(service);
        if (addresses == null || addresses.isEmpty()) {
            throw new IllegalStateException(
                    "hongyan.link.call.services." + service + " must name at least one host:port");
        }
        return Flux.just(addresses.stream().map(Target::parse).toList()).concatWith(Flux.never());
    }
}
