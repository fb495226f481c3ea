package im.hongyan.core.account;

import im.hongyan.core.account.AccountProperties.Profile;
import im.hongyan.core.account.revocation.Revocations;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.tenant.OperatorKeys;
import im.hongyan.core.tenant.ServerKeys;
import im.hongyan.core.tenant.Tenants;
import im.hongyan.wire.ErrorCode;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets nobody to the REST API without the bearer token (RFC 6750 §2.1) that the {@link Door} asks for, and never takes one from
 * the address.
 */
@Component
@Order(0)
final class BearerFilter implements WebFilter {
    private static final String SCHEME = "Bearer ";

    private final TokenVerifier tokens;
    private final Revocations revocations;
    private final Tenants tenants;
    private final ServerKeys serverKeys;
    private final OperatorKeys operatorKeys;
    private final boolean development;

    BearerFilter(
            TokenVerifier tokens,
            Revocations revocations,
            Tenants tenants,
            ServerKeys serverKeys,
            OperatorKeys operatorKeys,
            AccountProperties properties) {
        this.tokens = tokens;
        this.revocations = revocations;
        this.tenants = tenants;
        this.serverKeys = serverKeys;
        this.operatorKeys = operatorKeys;
        this.development = properties.profile() == Profile.DEVELOPMENT;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Door door = Door.of(exchange.getRequest());
        if (door == Door.NONE) {
            return chain.filter(exchange);
        }
        if (exchange.getRequest().getQueryParams().containsKey("access_token")) {
            return Mono.error(
                    Refused.of(ErrorCode.CREDENTIAL_IN_URL, "a credential belongs into the Authorization header"));
        }
        return Mono.defer(() -> open(door, exchange)).then(Mono.defer(() -> chain.filter(exchange)));
    }

    private Mono<Void> open(Door door, ServerWebExchange exchange) {
        return switch (door) {
            case NONE, OPEN -> Mono.empty();
            case USER -> user(bearer(exchange.getRequest()), exchange);
            case SERVER -> server(bearer(exchange.getRequest()), exchange);
            case OPERATOR -> operator(bearer(exchange.getRequest()));
        };
    }

    private Mono<Void> user(String token, ServerWebExchange exchange) {
        Credential credential = tokens.verify(token);
        return tenants.admit(credential.tenant())
                .then(revocations.check(credential.sid()))
                .doOnSuccess(
                        admitted -> exchange.getAttributes().put(RestPrincipal.ATTRIBUTE, credential.principal("")));
    }

    private Mono<Void> server(String key, ServerWebExchange exchange) {
        return serverKeys
                .verify(key)
                .flatMap(tenants::admit)
                .doOnNext(tenant -> exchange.getAttributes().put(RestTenant.ATTRIBUTE, tenant.id()))
                .then();
    }

    private Mono<Void> operator(String key) {
        return operatorKeys.accepts(key, development)
                ? Mono.empty()
                : Mono.error(Refused.of(ErrorCode.AUTH_FAILED, "the operator key is not accepted"));
    }

    private static String bearer(ServerHttpRequest request) {
        List<String> headers = request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (headers.size() != 1 || !headers.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Refused.of(ErrorCode.AUTH_REQUIRED, "an Authorization header with a bearer token is needed");
        }
        return headers.getFirst().substring(SCHEME.length());
    }
}
