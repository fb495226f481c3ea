package im.hongyan.core.account.issuer;

import im.hongyan.core.account.AccountProperties;
import im.hongyan.core.account.key.SigningKey;
import im.hongyan.core.account.key.UnfitKeyException;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.tenant.Tenants;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What the operator does with the token issuers of tenants. Errors are {@link Refused}. */
@Service
class IssuerService {
    static final int ISSUERS_PER_TENANT = 5;
    private static final int KEYS_PER_ISSUER = 20;
    private static final int JWKS_CHARS = 32 * 1024;
    private static final int CHARS = 255;
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);

    private final IssuerRepository repository;
    private final IssuerBook book;
    private final Tenants tenants;
    private final String ours;
    private final TransactionalOperator transaction;

    IssuerService(
            IssuerRepository repository,
            IssuerBook book,
            Tenants tenants,
            AccountProperties names,
            ReactiveTransactionManager transactions) {
        this.repository = repository;
        this.book = book;
        this.tenants = tenants;
        this.ours = names.issuer();
        this.transaction = TransactionalOperator.create(transactions);
    }

    /** Trusts this issuer; it takes the place of the one of the same name. */
    Mono<Issuer> put(Issuer issuer) {
        return Mono.defer(() -> {
            check(issuer);
            Mono<Void> written = repository
                    .countUp()
                    .then(repository.delete(issuer.tenant(), issuer.name()))
                    .then(repository.withIssuer(issuer.issuer()))
                    .flatMap(other -> Mono.<Void>error(new Refused(Problems.ofField(
                            ErrorCode.IDEMPOTENCY_CONFLICT, "issuer", "another issuer of this server has this iss"))))
                    .switchIfEmpty(Mono.defer(
                                    () -> repository.ofTenant(issuer.tenant()).count())
                            .flatMap(count -> count < ISSUERS_PER_TENANT
                                    ? repository.insert(issuer)
                                    : Mono.error(Refused.of(
                                            ErrorCode.LIMIT_EXCEEDED,
                                            "a tenant has at most " + ISSUERS_PER_TENANT + " issuers"))));
            return known(issuer.tenant())
                    .then(Deadlines.ofStore(transaction.transactional(written), DATABASE_DEADLINE))
                    .then(book.round())
                    .thenReturn(issuer);
        });
    }

    Mono<List<Issuer>> list(String tenant) {
        return known(tenant).then(Deadlines.ofStore(repository.ofTenant(tenant).collectList(), DATABASE_DEADLINE));
    }

    /** Trusts it no more; its tokens are refused within seconds, live sessions go on until theirs expire. */
    Mono<Void> remove(String tenant, String name) {
        Mono<Boolean> removed = repository.countUp().then(repository.delete(tenant, name));
        return Deadlines.ofStore(transaction.transactional(removed), DATABASE_DEADLINE)
                .flatMap(there -> there ? book.round() : Mono.error(notFound()));
    }

    private void check(Issuer issuer) {
        Fields.id("name", issuer.name());
        text("issuer", issuer.issuer());
        text("audience", issuer.audience());
        if (issuer.issuer().equals(ours)) {
            throw Refused.invalid("issuer", "must not be this server's own");
        }
        if (issuer.jwks().length() > JWKS_CHARS) {
            throw Refused.invalid("jwks", "must have at most " + JWKS_CHARS + " characters");
        }
        try {
            int keys = SigningKey.parse(issuer.jwks()).size();
            if (keys < 1 || keys > KEYS_PER_ISSUER) {
                throw Refused.invalid("jwks", "must have 1 to " + KEYS_PER_ISSUER + " keys");
            }
        } catch (UnfitKeyException unfit) {
            throw Refused.invalid("jwks", String.valueOf(unfit.getMessage()));
        }
    }

    private static void text(String field, String value) {
        if (value.isBlank() || value.length() > CHARS) {
            throw Refused.invalid(field, "must have 1 to " + CHARS + " characters");
        }
        Fields.text(field, value, CHARS);
    }

    private Mono<Void> known(String tenant) {
        return tenants.find(tenant)
                .switchIfEmpty(Mono.error(IssuerService::notFound))
                .then();
    }

    private static Refused notFound() {
        return Refused.of(ErrorCode.NOT_FOUND, "there is no such tenant, or no such issuer of it");
    }
}
