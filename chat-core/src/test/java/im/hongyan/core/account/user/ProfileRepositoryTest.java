package im.hongyan.core.account.user;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.account.user.Profile.Change;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestDatabase.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

class ProfileRepositoryTest {
    private static final TestDatabase.PerKind DATABASES = new TestDatabase.PerKind();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void keepsWhatWasSaidBeforeInEachTenant(Kind kind) {
        ProfileRepository profiles = new ProfileRepository(DATABASES.get(kind).client());
        profiles.change("default", "ann", new Change(null, null, "one\ntwo"), 1).block();
        assertThat(get(profiles.find("default", "ann")))
                .isEqualTo(new Profile("default", "ann", "ann", "", "one\ntwo", Instant.ofEpochMilli(1)));
        profiles.change("default", "ann", new Change("安 😀", "https://a.example/", null), 2)
                .block();
        profiles.change("other", "ann", new Change("Other", null, null), 3).block();
        profiles.change("default", "Ann", new Change("Upper", null, null), 4).block();
        Profile ann = new Profile("default", "ann", "安 😀", "https://a.example/", "one\ntwo", Instant.ofEpochMilli(2));
        assertThat(get(profiles.find("default", "ann"))).isEqualTo(ann);
        assertThat(get(profiles.find("default", List.of("ann", "ben")).collectList()))
                .containsExactly(ann);
        assertThat(profiles.find("default", "ben").blockOptional()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoHasANameKeepsIt(Kind kind) {
        ProfileRepository profiles = new ProfileRepository(DATABASES.get(kind).client());
        profiles.introduce("default", "cid", "first", 1).block();
        profiles.introduce("default", "cid", "second", 2).block();
        assertThat(get(profiles.find("default", "cid")).name()).isEqualTo("first");
    }

    private static <T> T get(Mono<T> answer) {
        return answer.blockOptional(Duration.ofSeconds(60)).orElseThrow();
    }
}
