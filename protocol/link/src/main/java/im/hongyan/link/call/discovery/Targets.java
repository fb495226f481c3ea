package im.hongyan.link.call.discovery;

import java.util.List;
import reactor.core.publisher.Flux;

/** Tells where the instances of a service are. */
public interface Targets {

    /**
     * The instances of a service, now and after every change; never ends. When the source of knowledge is away the last list
     * stays in force, so nothing is emitted.
     */
    Flux<List<Target>> of(String service);
}
