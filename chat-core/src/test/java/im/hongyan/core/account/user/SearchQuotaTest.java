package im.hongyan.core.account.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hongyan.core.refusal.Refused;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SearchQuotaTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SearchQuota quota =
            new SearchQuota(new UserProperties(100, 20, 3, Duration.ofSeconds(2), 10, 10), meters, now::get);

    @Test
    void refusesTheOneTooManyAndSaysWhenToComeBack() {
        takeThree("default", "ann");
        Refused refused = catchThrowableOfType(Refused.class, () -> quota.take("default", "ann"));
        assertThat(refused.problem().getCode()).isEqualTo("RATE_LIMITED");
        assertThat(refused.problem().getRetryAfterMillis()).isEqualTo(2_001);
        assertThat(meters.get("hongyan.core.account.user.searches.refused")
                        .counter()
                        .count())
                .isEqualTo(1);
        pass(Duration.ofSeconds(2));
        quota.take("default", "ann");
        assertThat(catchThrowableOfType(Refused.class, () -> quota.take("default", "ann")))
                .isNotNull();
    }

    @Test
    void countsEachUserOfEachTenant() {
        takeThree("default", "ann");
        takeThree("other", "ann");
        takeThree("default", "ben");
    }

    @Test
    void aRestGivesNoMoreThanIsAllowedInARow() {
        takeThree("default", "ann");
        pass(Duration.ofDays(1));
        takeThree("default", "ann");
        assertThat(catchThrowableOfType(Refused.class, () -> quota.take("default", "ann")))
                .isNotNull();
    }

    private void takeThree(String tenant, String user) {
        for (int i = 0; i < 3; i++) {
            assertThatCode(() -> quota.take(tenant, user)).doesNotThrowAnyException();
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
