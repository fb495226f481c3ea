package im.hongyan.core.tenant;

import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.tenant.Tenant.Accounts;
import im.hongyan.core.tenant.Tenant.Policies;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What the operator does with tenants. The tenant of whoever names none is always there. Errors are {@link Refused}. */
@Service
class TenantService {
    static final int MAX_GROUP_MEMBERS = 10_000;
    private static final int MAX_WINDOW_SECONDS = 365 * 86_400;

    private final TenantRepository repository;
    private final Tenants tenants;
    private final TransactionalOperator transaction;
    private final Clock clock = Clock.systemUTC();

    TenantService(TenantRepository repository, Tenants tenants, ReactiveTransactionManager transactions) {
        this.repository = repository;
        this.tenants = tenants;
        this.transaction = TransactionalOperator.create(transactions);
    }

    /** What is to change; null stays as it is. */
    record Wish(
            @Nullable String name,
            @Nullable Accounts accounts,
            @Nullable Integer groupMembers,
            @Nullable Integer recallSeconds,
            @Nullable Integer editSeconds,
            @Nullable Boolean friendsOnly,
            @Nullable Boolean suspended) {}

    /** A tenant whose users bring tokens of their own system, unless something else is wished. */
    Mono<Tenant> create(String id, Wish wish) {
        return Mono.defer(() -> {
            Fields.id("id", id);
            Tenant plain = new Tenant(id, id, Policies.of(Accounts.NONE), 0, clock.millis());
            Tenant tenant = apply(wish, plain);
            return Deadlines.ofStore(repository.insert(tenant), Tenants.DATABASE_DEADLINE)
                    .doOnNext(isNew -> tenants.forget(id))
                    .flatMap(isNew -> isNew ? Mono.just(tenant) : Mono.error(taken()));
        });
    }

    Mono<Tenant> change(String id, Wish wish) {
        Mono<Tenant> changed = repository
                .lock(id)
                .switchIfEmpty(Mono.error(TenantService::notFound))
                .map(tenant -> apply(wish, tenant))
                .flatMap(tenant -> repository.update(tenant).thenReturn(tenant));
        return Deadlines.ofStore(transaction.transactional(changed), Tenants.DATABASE_DEADLINE)
                .doOnNext(tenant -> tenants.forget(id));
    }

    private Tenant apply(Wish wish, Tenant tenant) {
        boolean suspended = wish.suspended() == null ? tenant.isSuspended() : wish.suspended();
        if (suspended && tenant.id().equals(Ids.DEFAULT_TENANT)) {
            throw Refused.invalid("suspended", "must not be true for the tenant " + Ids.DEFAULT_TENANT);
        }
        long since = tenant.isSuspended() ? tenant.suspendedAtMillis() : clock.millis();
        return new Tenant(
                tenant.id(),
                wish.name() == null ? tenant.name() : Fields.name("name", wish.name()),
                apply(wish, tenant.policies()),
                suspended ? since : 0,
                tenant.createdAtMillis());
    }

    private static Policies apply(Wish wish, Policies policies) {
        return new Policies(
                wish.accounts() == null ? policies.accounts() : wish.accounts(),
                chosen("groupMembers", wish.groupMembers(), policies.groupMembers(), 1, MAX_GROUP_MEMBERS),
                chosen("recallSeconds", wish.recallSeconds(), policies.recallSeconds(), 0, MAX_WINDOW_SECONDS),
                chosen("editSeconds", wish.editSeconds(), policies.editSeconds(), 0, MAX_WINDOW_SECONDS),
                wish.friendsOnly() == null ? policies.friendsOnly() : wish.friendsOnly());
    }

    private static @Nullable Integer chosen(
            String field, @Nullable Integer wish, @Nullable Integer before, int least, int most) {
        if (wish != null && (wish < least || wish > most)) {
            throw Refused.invalid(field, "must be between " + least + " and " + most);
        }
        return wish == null ? before : wish;
    }

    Mono<Tenant> get(String id) {
        return Deadlines.ofStore(repository.find(id), Tenants.DATABASE_DEADLINE)
                .switchIfEmpty(Mono.error(TenantService::notFound));
    }

    /** After this id, in the order of ids. */
    Mono<List<Tenant>> list(String after, int limit) {
        return Deadlines.ofStore(repository.page(after, limit).collectList(), Tenants.DATABASE_DEADLINE);
    }

    private static Refused taken() {
        return new Refused(Problems.ofField(ErrorCode.IDEMPOTENCY_CONFLICT, "id", "a tenant of this id exists"));
    }

    static Refused notFound() {
        return Refused.of(ErrorCode.NOT_FOUND, "there is no such tenant, or no such key of it");
    }
}
