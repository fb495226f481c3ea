package im.hongyan.core.account;

import im.hongyan.core.account.revocation.Revocations;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets nobody to the REST API without a bearer token (RFC 6750 §2.1), but for registering and logging in, and never takes
 * one from the address.
 */
@Component
final class BearerFilter implements WebFilter {
    private static final String API = "/api/v1/";
    private static final String SCHEME = "Bearer ";
    /** What is asked for in order to get a token; only with POST. */
    private static final Set<String> OPEN = Set.of("/api/v1/accounts", "/api/v1/sessions", "/api/v1/sessions/refresh");

    private final TokenVerifier tokens;
    private final Revocations revocations;

    BearerFilter(TokenVerifier tokens, Revocations revocations) {
        this.tokens = tokens;
        this.revocations = revocations;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String path = request.getPath().pathWithinApplication().value();
        if (!path.startsWith(API)) {
            return chain.filter(exchange);
        }
        if (request.getQueryParams().containsKey("access_token")) {
            return Mono.error(
                    Refused.of(ErrorCode.CREDENTIAL_IN_URL, "a credential belongs into the Authorization header"));
        }
        if (OPEN.contains(path) && request.getMethod().equals(HttpMethod.POST)) {
            return chain.filter(exchange);
        }
        return Mono.fromSupplier(() -> credential(request))
                .flatMap(credential -> revocations.check(credential.sid()).then(Mono.defer(() -> {
                    exchange.getAttributes().put(RestPrincipal.ATTRIBUTE, credential.principal(""));
                    return chain.filter(exchange);
                })));
    }

    private Credential credential(ServerHttpRequest request) {
        List<String> headers = request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (headers.size() != 1 || !headers.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Refused.of(ErrorCode.AUTH_REQUIRED, "an Authorization header with a bearer token is needed");
        }
        return tokens.verify(headers.getFirst().substring(SCHEME.length()));
    }
}
