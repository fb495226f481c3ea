package im.hongyan.core.request;

import im.hongyan.core.account.login.ClientAddress;
import im.hongyan.core.tenant.ServerKeys;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Keeps made-up server keys and refresh tokens, which only the database can tell from real ones, from asking it without end. Access
 * tokens are judged by their signature and pass.
 */
@Component
@Order(-1)
final class LookUpFilter implements WebFilter {
    private static final PathPattern REFRESH = PathPatternParser.defaultInstance.parse("/api/v1/sessions/refresh");

    private final RequestLimits limits;
    private final ClientAddress addresses;

    LookUpFilter(RequestLimits limits, ClientAddress addresses) {
        this.limits = limits;
        this.addresses = addresses;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        return mustBeLookedUp(request)
                ? limits.lookUp(addresses.of(request), chain.filter(exchange))
                : chain.filter(exchange);
    }

    private static boolean mustBeLookedUp(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        return REFRESH.matches(path)
                || request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION).stream()
                        .anyMatch(header -> header.contains(ServerKeys.PREFIX));
    }
}
