package im.hongyan.core.tenant;

import im.hongyan.core.rig.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;

/** The tenants of a test database, for the tests of other rooms. */
public final class TestTenants {
    private TestTenants() {}

    public static Tenants over(TestDatabase database) {
        return new Tenants(
                new TenantRepository(database.client()),
                new TenantProperties(List.of(), 2, Duration.ZERO, Duration.ofHours(1), 100),
                new SimpleMeterRegistry());
    }

    /** Lets a tenant choose; null: it has not. */
    public static void choose(TestDatabase database, String tenant, String policy, int value) {
        database.client()
                .sql("UPDATE tenant SET " + policy + " = :value WHERE tenant = :tenant")
                .bind("value", value)
                .bind("tenant", tenant)
                .then()
                .block();
    }
}
