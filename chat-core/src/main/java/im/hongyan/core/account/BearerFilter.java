package im.hongyan.core.account;

import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets nobody to the REST API without a bearer token (RFC 6750 §2.1), and never takes one from the address. */
@Component
final class BearerFilter implements WebFilter {
    private static final String API = "/api/v1/";
    private static final String SCHEME = "Bearer ";

    private final TokenVerifier tokens;

    BearerFilter(TokenVerifier tokens) {
        this.tokens = tokens;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!exchange.getRequest().getPath().pathWithinApplication().value().startsWith(API)) {
            return chain.filter(exchange);
        }
        return Mono.fromSupplier(() -> principal(exchange)).flatMap(principal -> {
            exchange.getAttributes().put(RestPrincipal.ATTRIBUTE, principal);
            return chain.filter(exchange);
        });
    }

    private Principal principal(ServerWebExchange exchange) {
        if (exchange.getRequest().getQueryParams().containsKey("access_token")) {
            throw Refused.of(ErrorCode.CREDENTIAL_IN_URL, "a credential belongs into the Authorization header");
        }
        List<String> headers = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (headers.size() != 1 || !headers.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Refused.of(ErrorCode.AUTH_REQUIRED, "an Authorization header with a bearer token is needed");
        }
        Credential credential = tokens.verify(headers.getFirst().substring(SCHEME.length()));
        return Principal.newBuilder()
                .setTenant(credential.tenant())
                .setUser(credential.user())
                .build();
    }
}
