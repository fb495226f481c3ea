package im.hongyan.core.account.login;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.user.ProfileRepository;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestDatabase.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

class AccountRepositoryTest {
    private static final TestDatabase.PerKind DATABASES = new TestDatabase.PerKind();
    private static final Account ANN = new Account("default", "ann", "安 😀", Instant.parse("2026-11-23T12:00:00.123Z"));

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anIdIsTakenOnceInItsTenant(Kind kind) {
        AccountRepository accounts = accounts(kind);
        assertThat(get(accounts.insert(ANN, "hash"))).isTrue();
        assertThat(get(accounts.insert(new Account("default", "ann", "Other", Instant.EPOCH), "other")))
                .isFalse();
        assertThat(get(accounts.insert(new Account("other", "ann", "n", Instant.EPOCH), "other")))
                .isTrue();
        assertThat(get(accounts.insert(new Account("default", "Ann", "n", Instant.EPOCH), "other")))
                .isTrue();
        assertThat(get(accounts.find("default", "ann"))).isEqualTo(new AccountRepository.Secured(ANN, "hash"));
        assertThat(accounts.find("default", "nobody").blockOptional()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void ofTwoChangesOfAPasswordOneIsFirst(Kind kind) {
        AccountRepository accounts = accounts(kind);
        Account ben = new Account("default", "ben", "Ben", Instant.EPOCH);
        accounts.insert(ben, "one").block();
        assertThat(get(accounts.hasStill("default", "ben", "one"))).isTrue();
        assertThat(get(accounts.changePassword(ben, "one", "two", 1))).isTrue();
        assertThat(get(accounts.changePassword(ben, "one", "three", 1))).isFalse();
        assertThat(get(accounts.hasStill("default", "ben", "one"))).isFalse();
        assertThat(get(accounts.hasStill("default", "nobody", "one"))).isFalse();
    }

    private static AccountRepository accounts(Kind kind) {
        TestDatabase database = DATABASES.get(kind);
        return new AccountRepository(
                database.client(), new ProfileRepository(database.client()), database.transactions());
    }

    private static <T> T get(Mono<T> answer) {
        return answer.blockOptional(Duration.ofSeconds(60)).orElseThrow();
    }
}
