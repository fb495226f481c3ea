package im.hongyan.core.account.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.session.RefreshTokenRepository.Given;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestDatabase.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class LoginTablesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TestDatabase.PerKind DATABASES = new TestDatabase.PerKind();
    private static final long NOW = 1_000_000;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aLoginGoesOnUntilItIsEnded(Kind kind) {
        LoginRepository logins = new LoginRepository(DATABASES.get(kind).client());
        Login phone = login("s1", "ann", "phone", NOW + 10);
        Login tablet = login("s2", "ann", "tablet", NOW + 10);
        Login others = login("s3", "Ann", "phone", NOW + 10);
        for (Login each : List.of(phone, tablet, others)) {
            logins.insert(each, NOW).block(PATIENCE);
        }
        assertThat(get(logins.ofUser("default", "ann").collectList())).containsExactly(phone, tablet);
        assertThat(get(logins.lock("s1", NOW))).isEqualTo(phone);
        assertThat(logins.lock("s1", NOW + 10).blockOptional(PATIENCE)).isEmpty();

        assertThat(get(logins.end("s1", NOW))).isTrue();
        assertThat(get(logins.end("s1", NOW))).isFalse();
        assertThat(logins.lock("s1", NOW).blockOptional(PATIENCE)).isEmpty();
        assertThat(get(logins.find("s1"))).isEqualTo(phone);
        assertThat(get(logins.ofUser("default", "ann").collectList())).containsExactly(tablet);

        assertThat(get(logins.deleteEndedBefore(NOW + 1, 10))).isEqualTo(1);
        assertThat(get(logins.deleteEndedBefore(NOW + 11, 1))).isEqualTo(1);
        assertThat(get(logins.deleteEndedBefore(NOW + 11, 10))).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void ofManyWhoExchangeATokenOneIsFirst(Kind kind) {
        RefreshTokenRepository tokens =
                new RefreshTokenRepository(DATABASES.get(kind).client());
        tokens.insert("h1", "s1", NOW + 10).block(PATIENCE);
        assertThat(get(tokens.find("h1"))).isEqualTo(new Given("s1", false, NOW + 10));
        List<Boolean> first = get(Flux.fromStream(IntStream.range(0, 8).boxed())
                .flatMap(i -> tokens.use("h1", NOW))
                .collectList());
        assertThat(first).hasSize(8).containsOnlyOnce(true);
        assertThat(get(tokens.find("h1")).used()).isTrue();
        assertThat(tokens.find("H1").blockOptional(PATIENCE)).isEmpty();
        assertThat(get(tokens.deleteExpiredBefore(NOW + 10, 10))).isZero();
        assertThat(get(tokens.deleteExpiredBefore(NOW + 11, 10))).isEqualTo(1);
    }

    private static Login login(String sid, String user, String device, long endsAt) {
        return new Login(sid, "default", user, device, Instant.ofEpochMilli(endsAt));
    }

    private static <T> T get(Mono<T> answer) {
        return answer.blockOptional(PATIENCE).orElseThrow();
    }
}
