package im.hongyan.core.inbox.setting;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.inbox.setting.SettingRepository.Owner;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestDatabase.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

/** Versions under concurrent writers, on every database. */
class SettingLedgerTest {
    private static final TestDatabase.PerKind DATABASES = new TestDatabase.PerKind();
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int WRITERS = 6;
    private static final int CHANGES = 20;

    @ParameterizedTest
    @EnumSource
    void whoHasSeenAVersionHasSeenAllBelow(Kind kind) {
        SettingRepository settings = new SettingRepository(DATABASES.get(kind).client());
        SettingLedger ledger = ledger(kind, settings);
        CompletableFuture<Void> writing = Flux.range(0, WRITERS)
                .flatMap(writer -> Flux.range(0, CHANGES)
                        .concatMap(change -> ledger.write(
                                owner("ann", "d:ann:p" + (writer + change) % 4),
                                (setting, version) -> setting.withDraft(writer + ":" + change))))
                .then()
                .toFuture();

        Map<String, Setting> told = new HashMap<>();
        long seen = 0;
        boolean ended;
        do {
            ended = writing.isDone();
            List<Setting> news = Objects.requireNonNull(
                    settings.since("default", "ann", seen, 3).block(WITHIN));
            for (Setting one : news) {
                assertThat(one.version()).isGreaterThan(seen);
                seen = one.version();
                told.put(one.conversation(), one);
            }
            ended = ended && news.isEmpty();
        } while (!ended);
        writing.join();

        Set<String> all = IntStream.range(0, 4).mapToObj(i -> "d:ann:p" + i).collect(Collectors.toSet());
        assertThat(told).isEqualTo(settings.find("default", "ann", all).block(WITHIN));
        assertThat(settings.version("default", "ann").block(WITHIN)).isEqualTo((long) WRITERS * CHANGES);
    }

    @ParameterizedTest
    @EnumSource
    void usersAndTenantsHaveVersionsOfTheirOwn(Kind kind) {
        SettingRepository settings = new SettingRepository(DATABASES.get(kind).client());
        SettingLedger ledger = ledger(kind, settings);
        List<Owner> owners = new ArrayList<>();
        for (String user : List.of("ben", "cid", "dan", "eve")) {
            owners.add(owner(user, "g:team"));
            owners.add(new Owner(new ConversationKey("other", "g:team"), user));
        }
        Flux.fromIterable(owners)
                .flatMap(owner -> ledger.write(owner, (setting, version) -> setting.withMuted(true)))
                .blockLast(WITHIN);

        for (Owner owner : owners) {
            assertThat(settings.version(owner.conversation().tenant(), owner.user())
                            .block(WITHIN))
                    .isEqualTo(1);
        }
        assertThat(settings.find("third", "ben", List.of("g:team")).block(WITHIN))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatIsMarkedAmongMany(Kind kind) {
        SettingRepository settings = new SettingRepository(DATABASES.get(kind).client());
        SettingLedger ledger = ledger(kind, settings);
        List<Owner> owners =
                IntStream.range(0, 100).mapToObj(i -> owner("fay", "g:m" + i)).toList();
        Flux.fromIterable(owners.subList(40, 43))
                .concatMap(owner -> ledger.write(owner, (setting, version) -> setting.withMarkedUnread(true, 5)))
                .blockLast(WITHIN);
        assertThat(settings.marked(owners).collectList().block(WITHIN))
                .containsExactlyInAnyOrderElementsOf(owners.subList(40, 43));
        assertThat(settings.marked(List.of(owner("gus", "g:m41"))).collectList().block(WITHIN))
                .isEmpty();
    }

    private static Owner owner(String user, String conversation) {
        return new Owner(new ConversationKey("default", conversation), user);
    }

    private static SettingLedger ledger(Kind kind, SettingRepository settings) {
        return TestSettings.ledger(settings, DATABASES.get(kind).transactions());
    }
}
