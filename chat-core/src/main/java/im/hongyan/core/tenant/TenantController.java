package im.hongyan.core.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.tenant.Tenant.Accounts;
import im.hongyan.core.tenant.TenantService.Wish;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Tenants and their keys over REST, for the operator. Errors are problem details (RFC 9457). */
@RestController
@RequestMapping(path = "/api/v1/admin/tenants", produces = "application/json")
class TenantController {
    private static final int PAGE = 100;

    /** Absent: as {@link TenantService#create} says. */
    record NewTenant(
            @Nullable String id,
            @Nullable String name,
            @Nullable Accounts accounts,
            @Nullable Integer groupMembers,
            @Nullable Integer recallSeconds,
            @Nullable Integer editSeconds,
            @Nullable Boolean friendsOnly) {}

    /** What is absent stays as it is. */
    record ChangedTenant(
            @Nullable String name,
            @Nullable Accounts accounts,
            @Nullable Integer groupMembers,
            @Nullable Integer recallSeconds,
            @Nullable Integer editSeconds,
            @Nullable Boolean friendsOnly,
            @Nullable Boolean suspended) {}

    /** A policy that is absent is the server's own setting. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TenantView(
            String id,
            String name,
            @Nullable Accounts accounts,
            @Nullable Integer groupMembers,
            @Nullable Integer recallSeconds,
            @Nullable Integer editSeconds,
            @Nullable Boolean friendsOnly,
            boolean suspended,
            Instant createdAt) {
        static TenantView of(Tenant tenant) {
            return new TenantView(
                    tenant.id(),
                    tenant.name(),
                    tenant.policies().accounts(),
                    tenant.policies().groupMembers(),
                    tenant.policies().recallSeconds(),
                    tenant.policies().editSeconds(),
                    tenant.policies().friendsOnly(),
                    tenant.isSuspended(),
                    Instant.ofEpochMilli(tenant.createdAtMillis()));
        }
    }

    /** {@code key} is told once, when it is made; {@code revokedAt} is absent while it is in force. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KeyView(
            String id,
            @Nullable String key,
            Instant createdAt,
            @Nullable Instant revokedAt) {
        static KeyView of(ServerKey stored, @Nullable String text) {
            return new KeyView(
                    stored.id(),
                    text,
                    Instant.ofEpochMilli(stored.createdAtMillis()),
                    stored.isInForce() ? null : Instant.ofEpochMilli(stored.revokedAtMillis()));
        }

        /** Never the key. */
        @Override
        public String toString() {
            return "KeyView of " + id;
        }
    }

    /** {@code next} is the cursor of the next page and absent on the last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Tenancies(List<TenantView> items, @Nullable String next) {}

    record Keys(List<KeyView> items) {}

    private final TenantService tenants;
    private final ServerKeys keys;

    TenantController(TenantService tenants, ServerKeys keys) {
        this.tenants = tenants;
        this.keys = keys;
    }

    @PostMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<TenantView> create(@RequestBody NewTenant tenant) {
        Wish wish = new Wish(
                tenant.name(),
                tenant.accounts(),
                tenant.groupMembers(),
                tenant.recallSeconds(),
                tenant.editSeconds(),
                tenant.friendsOnly(),
                null);
        return tenants.create(tenant.id() == null ? "" : tenant.id(), wish).map(TenantView::of);
    }

    @GetMapping
    Mono<Tenancies> list(
            @RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "" + PAGE) int limit) {
        if (limit < 1) {
            return Mono.error(Refused.invalid("limit", "must be at least 1"));
        }
        int size = Math.min(limit, PAGE);
        return tenants.list(after, size + 1).map(found -> {
            List<TenantView> page =
                    found.stream().limit(size).map(TenantView::of).toList();
            return new Tenancies(page, found.size() > size ? page.getLast().id() : null);
        });
    }

    @GetMapping("/{id}")
    Mono<TenantView> get(@PathVariable String id) {
        return tenants.get(id).map(TenantView::of);
    }

    @PatchMapping(path = "/{id}", consumes = "application/json")
    Mono<TenantView> change(@PathVariable String id, @RequestBody ChangedTenant changed) {
        Wish wish = new Wish(
                changed.name(),
                changed.accounts(),
                changed.groupMembers(),
                changed.recallSeconds(),
                changed.editSeconds(),
                changed.friendsOnly(),
                changed.suspended());
        return tenants.change(id, wish).map(TenantView::of);
    }

    // ---- keys

    @PostMapping("/{id}/keys")
    Mono<ResponseEntity<KeyView>> makeKey(@PathVariable String id) {
        return keys.make(id)
                .map(made -> ResponseEntity.status(HttpStatus.CREATED)
                        .cacheControl(CacheControl.noStore())
                        .body(KeyView.of(made.key(), made.text())));
    }

    @GetMapping("/{id}/keys")
    Mono<Keys> keys(@PathVariable String id) {
        return tenants.get(id)
                .then(keys.list(id))
                .map(found -> new Keys(
                        found.stream().map(key -> KeyView.of(key, null)).toList()));
    }

    @DeleteMapping("/{id}/keys/{key}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> revokeKey(@PathVariable String id, @PathVariable String key) {
        return keys.revoke(id, key);
    }
}
