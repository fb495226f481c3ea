package im.hongyan.core.account.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hongyan.core.refusal.Refused;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestDatabase.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class KeyRingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PUBLISH_BEFORE = Duration.ofMinutes(10);
    private static final KeyProperties PROPERTIES =
            new KeyProperties(Duration.ofDays(30), PUBLISH_BEFORE, Duration.ofSeconds(30));

    private final HandClock clock = new HandClock();

    /** A clock that stands still until it is moved. */
    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T12:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void coresThatStartTogetherShareOneKey(Kind kind) {
        TestDatabase database = TestDatabase.create(kind);
        List<KeyRing> cores =
                IntStream.range(0, 6).mapToObj(i -> core(database)).toList();
        Flux.fromIterable(cores).flatMap(KeyRing::reload).then().block(PATIENCE);
        String kid = cores.getFirst().signing().kid();
        assertThat(cores).allSatisfy(core -> {
            assertThat(core.signing().kid()).isEqualTo(kid);
            assertThat(core.published().getKeys()).hasSize(1);
        });
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theNextKeySignsWhenEverybodyKnowsItAndTheLastIsAcceptedAfterwards(Kind kind) {
        TestDatabase database = TestDatabase.create(kind);
        KeyRing core = core(database);
        reload(core);
        String first = core.signing().kid();

        clock.pass(Duration.ofDays(30));
        reload(core);
        assertThat(core.signing().kid()).isEqualTo(first);
        assertThat(core.published().getKeys()).as("published before it signs").hasSize(2);

        clock.pass(PUBLISH_BEFORE);
        reload(core);
        String second = core.signing().kid();
        assertThat(second).isNotEqualTo(first);
        assertThat(core.find(first)).isNotNull();

        clock.pass(Ring.ACCEPTED_AFTERWARDS.minusSeconds(1));
        reload(core);
        assertThat(core.find(first)).isNotNull();
        clock.pass(Duration.ofSeconds(1));
        assertThat(core.find(first)).as("no token of it can be alive").isNull();
        assertThat(core.find(second)).isNotNull();
        reload(core);
        assertThat(new KeyRepository(database.client()).all().collectList().block(PATIENCE))
                .extracting(StoredKey::kid)
                .containsExactly(second);
    }

    @Test
    void aKeyThatIsNotKnownIsNotJudgedByWhoCannotRead() {
        KeyRing core = core(TestDatabase.h2());
        assertThat(unread(() -> core.find("unknown"))).isEqualTo("STORE_UNAVAILABLE");
        assertThat(unread(core::signing)).isEqualTo("STORE_UNAVAILABLE");
        reload(core);
        assertThat(core.find("unknown")).isNull();
        clock.pass(PUBLISH_BEFORE.plusSeconds(1));
        assertThat(unread(() -> core.find("unknown"))).isEqualTo("STORE_UNAVAILABLE");
        assertThat(core.find(core.signing().kid())).isNotNull();
    }

    private KeyRing core(TestDatabase database) {
        return new KeyRing(new KeyRepository(database.client()), PROPERTIES, clock);
    }

    private static void reload(KeyRing core) {
        Mono<Void> done = core.reload();
        done.block(PATIENCE);
    }

    private static String unread(Runnable question) {
        return catchThrowableOfType(Refused.class, question::run).problem().getCode();
    }
}
