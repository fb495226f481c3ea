package im.hongyan.core.group;

import im.hongyan.core.refusal.Refused;
import im.hongyan.core.tenant.Tenants;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** How much groups may hold, and how much a page. */
@Component
class GroupLimits {
    private final Tenants tenants;
    private final GroupProperties properties;

    GroupLimits(Tenants tenants, GroupProperties properties) {
        this.tenants = tenants;
        this.properties = properties;
    }

    /** Members of a group of this tenant at the most: as the tenant's policy says, or the server's setting. */
    Mono<Integer> members(String tenant) {
        return tenants.policies(tenant).map(policies -> {
            Integer chosen = policies.groupMembers();
            return chosen == null ? properties.maxMembers() : chosen;
        });
    }

    /** The page asked for, within the bound; 0: the bound. */
    int page(int limit) {
        if (limit < 0) {
            throw Refused.invalid("limit", "must be at least 0");
        }
        return limit == 0 ? properties.page() : Math.min(limit, properties.page());
    }
}
