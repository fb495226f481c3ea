package im.hongyan.core.account.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.core.refusal.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The token issuers of tenants over REST, for the operator. Keys are never told. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping(path = "/api/v1/admin/tenants/{tenant}/issuers", produces = "application/json")
class IssuerController {
    /** {@code jwks}: a JWK Set (RFC 7517). */
    record NewIssuer(
            @Nullable String issuer,
            @Nullable String audience,
            @Nullable JsonNode jwks) {
        /** Never the keys. */
        @Override
        public String toString() {
            return "NewIssuer";
        }
    }

    record IssuerView(String name, String issuer, String audience, Instant createdAt) {
        static IssuerView of(Issuer issuer) {
            return new IssuerView(
                    issuer.name(), issuer.issuer(), issuer.audience(), Instant.ofEpochMilli(issuer.createdAtMillis()));
        }
    }

    record Issuers(List<IssuerView> items) {}

    private final IssuerService issuers;
    private final Clock clock = Clock.systemUTC();

    IssuerController(IssuerService issuers) {
        this.issuers = issuers;
    }

    @PutMapping(path = "/{name}", consumes = "application/json")
    Mono<IssuerView> put(@PathVariable String tenant, @PathVariable String name, @RequestBody NewIssuer issuer) {
        JsonNode jwks = issuer.jwks();
        if (jwks == null || !jwks.isObject()) {
            return Mono.error(Refused.invalid("jwks", "must be a JWK Set (RFC 7517)"));
        }
        return issuers.put(new Issuer(
                        tenant,
                        name,
                        Objects.requireNonNullElse(issuer.issuer(), ""),
                        Objects.requireNonNullElse(issuer.audience(), ""),
                        jwks.toString(),
                        clock.millis()))
                .map(IssuerView::of);
    }

    @GetMapping
    Mono<Issuers> list(@PathVariable String tenant) {
        return issuers.list(tenant)
                .map(found -> new Issuers(found.stream().map(IssuerView::of).toList()));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> remove(@PathVariable String tenant, @PathVariable String name) {
        return issuers.remove(tenant, name);
    }
}
