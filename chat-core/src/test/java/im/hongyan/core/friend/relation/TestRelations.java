package im.hongyan.core.friend.relation;

import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.tenant.TestTenants;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** Relations over a test's database, for the tests of friends. */
public final class TestRelations {
    private TestRelations() {}

    public static Relations over(TestDatabase database) {
        return over(database, Duration.ofSeconds(5), new SimpleMeterRegistry());
    }

    public static Relations over(TestDatabase database, Duration staleness, MeterRegistry meters) {
        RelationProperties properties =
                new RelationProperties(false, 1_000, staleness, Duration.ofHours(1), Duration.ofSeconds(10));
        return new Relations(new RelationRepository(database.client()), TestTenants.over(database), properties, meters);
    }
}
