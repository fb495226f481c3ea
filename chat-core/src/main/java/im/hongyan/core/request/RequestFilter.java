package im.hongyan.core.request;

import im.hongyan.core.account.RestPrincipal;
import im.hongyan.core.account.RestTenant;
import im.hongyan.link.proto.Principal;
import java.util.OptionalLong;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Counts the requests of those who were let in, and tells them how many more they may make in a row. */
@Component
@Order(1)
final class RequestFilter implements WebFilter {
    /** draft-ietf-httpapi-ratelimit-headers, without a partition: a bucket's name and what is left in it. */
    static final String REMAINING = "RateLimit";

    private final RequestLimits limits;

    RequestFilter(RequestLimits limits) {
        this.limits = limits;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return counted(exchange).then(Mono.defer(() -> chain.filter(exchange)));
    }

    private Mono<Void> counted(ServerWebExchange exchange) {
        Principal user = exchange.getAttribute(RestPrincipal.ATTRIBUTE);
        if (user != null) {
            return limits.ofUser(user.getTenant(), user.getUser())
                    .doOnNext(left -> tell(exchange, "user", left))
                    .then();
        }
        String tenant = exchange.getAttribute(RestTenant.ATTRIBUTE);
        return tenant == null
                ? Mono.empty()
                : limits.ofBackend(tenant)
                        .doOnNext(left -> tell(exchange, "backend", left))
                        .then();
    }

    private static void tell(ServerWebExchange exchange, String bucket, OptionalLong left) {
        left.ifPresent(remaining ->
                exchange.getResponse().getHeaders().set(REMAINING, "\"%s\";r=%d".formatted(bucket, remaining)));
    }
}
