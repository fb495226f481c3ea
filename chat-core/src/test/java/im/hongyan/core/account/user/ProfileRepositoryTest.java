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

    // B70
    @ParameterizedTest
    @EnumSource(Kind.class)
    void findsWhoBeginsSoWhateverTheTextMeansToADatabase(Kind kind) {
        ProfileRepository profiles = new ProfileRepository(DATABASES.get(kind).client());
        for (String name : List.of(
                "安娜", "安", "安😀", "李安", "50% off", "50 off", "a_b", "axb", "!a", "'; DROP TABLE account", "😀😀")) {
            String user = "found" + Profile.key(name).hashCode();
            profiles.change("mine", user, new Change(name, null, null), 1).block();
        }
        profiles.change("theirs", "foreign", new Change("安心", null, null), 1).block();
        assertThat(names(profiles, "安")).containsExactly("安", "安娜", "安😀");
        assertThat(names(profiles, "安娜")).containsExactly("安娜");
        assertThat(names(profiles, "50%")).containsExactly("50% off");
        assertThat(names(profiles, "a_")).containsExactly("a_b");
        assertThat(names(profiles, "!a")).containsExactly("!a");
        assertThat(names(profiles, "%%")).isEmpty();
        assertThat(names(profiles, "\\")).isEmpty();
        assertThat(names(profiles, "';")).containsExactly("'; DROP TABLE account");
        assertThat(names(profiles, "😀")).containsExactly("😀😀");
        assertThat(get(profiles.findById("mine", "found", 3).collectList())).hasSize(3);
        assertThat(get(profiles.findById("theirs", "found", 3).collectList())).isEmpty();
    }

    private static List<String> names(ProfileRepository profiles, String query) {
        return get(profiles.findByName("mine", Profile.key(query), 20)
                .map(Profile::name)
                .collectList());
    }

    private static <T> T get(Mono<T> answer) {
        return answer.blockOptional(Duration.ofSeconds(60)).orElseThrow();
    }
}
