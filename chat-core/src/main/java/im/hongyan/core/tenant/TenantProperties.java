package im.hongyan.core.tenant;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The dials of tenants.
 *
 * @param operatorKeys SHA-256, in hexadecimal, of each operator key: who has one may make tenants and their keys. Two at once, so
 *     that a new one can take an old one's place
 * @param keysInForce server keys of one tenant that are in force at once, at the most
 * @param staleness how long another core's change of a tenant or a key may go unnoticed here, at the most 5 s
 * @param trusted how long a known tenant or key is used on while the database is away
 * @param cached tenants, and as many keys, kept in memory
 */
@ConfigurationProperties("hongyan.core.tenant")
record TenantProperties(
        @DefaultValue({}) List<String> operatorKeys,
        @DefaultValue("2") int keysInForce,
        @DefaultValue("5s") Duration staleness,
        @DefaultValue("1h") Duration trusted,
        @DefaultValue("10000") int cached) {
    private static final Duration MAX_STALENESS = Duration.ofSeconds(5);
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    TenantProperties {
        operatorKeys = List.copyOf(operatorKeys);
        if (operatorKeys.size() > 2 || !operatorKeys.stream().allMatch(SHA_256.asMatchPredicate())) {
            throw new IllegalArgumentException(
                    "hongyan.core.tenant.operator-keys must be at most two SHA-256 hashes of 64 digits 0-9 a-f");
        }
        if (keysInForce < 1 || cached < 1) {
            throw new IllegalArgumentException("hongyan.core.tenant: every bound must be at least 1");
        }
        if (trusted.isNegative()) {
            throw new IllegalArgumentException("hongyan.core.tenant.trusted must be at least 0 s");
        }
        if (staleness.isNegative() || staleness.compareTo(MAX_STALENESS) > 0) {
            throw new IllegalArgumentException("hongyan.core.tenant.staleness must be between 0 and 5 s");
        }
    }
}
