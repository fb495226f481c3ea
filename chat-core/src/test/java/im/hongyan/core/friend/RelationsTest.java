package im.hongyan.core.friend;

import static im.hongyan.core.friend.FriendBook.PATIENCE;
import static im.hongyan.core.friend.FriendBook.principal;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.friend.relation.Relations;
import im.hongyan.core.friend.relation.TestRelations;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.wire.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What sends know of a pair of users. */
class RelationsTest {
    private static final TestDatabase.PerKind DATABASES = new TestDatabase.PerKind();
    private static final int PAIRS = 300;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String me = "me-" + suffix;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @ParameterizedTest
    @EnumSource
    void manyPairsAreAskedForTogether(TestDatabase.Kind kind) {
        FriendBook book = book(kind);
        book.service.block(principal(peer(7)), me).block(PATIENCE);
        book.service.block(principal(me), peer(8)).block(PATIENCE);
        Relations relations = TestRelations.over(DATABASES.get(kind), Duration.ofSeconds(5), meters);
        List<String> codes = Flux.fromStream(IntStream.range(0, PAIRS).boxed())
                .flatMapSequential(i -> code(relations, with(i)), PAIRS)
                .collectList()
                .block(PATIENCE);
        assertThat(codes).hasSize(PAIRS);
        assertThat(Objects.requireNonNull(codes).get(7)).isEqualTo("BLACKLISTED");
        assertThat(codes.get(8)).isEqualTo("NO_PERMISSION");
        assertThat(codes.stream().filter(String::isEmpty)).hasSize(PAIRS - 2);
        assertThat(meters.get("hongyan.batch.size").summary().totalAmount()).isEqualTo(PAIRS);
        if (kind == TestDatabase.Kind.MARIADB) {
            assertThat(meters.get("hongyan.batch.size").summary().count())
                    .as("the embedded database answers before the next one asks")
                    .isLessThan(PAIRS);
        }
        assertThat(relations
                        .quietAmong("default", List.of(with(6).conversation(), with(7).conversation()))
                        .block(PATIENCE))
                .isEqualTo(Set.of(with(7).conversation()));
        assertThat(relations
                        .quietAmong("other", List.of(with(7).conversation()))
                        .block(PATIENCE))
                .isEmpty();
        assertThat(code(relations, new ConversationKey("other", with(7).conversation()))
                        .block(PATIENCE))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatAnotherCoreChangedIsSeenWhenItIsAskedAgain(TestDatabase.Kind kind) {
        FriendBook anotherCore = book(kind);
        Relations patient = TestRelations.over(DATABASES.get(kind), Duration.ofSeconds(5), meters);
        Relations hasty = TestRelations.over(DATABASES.get(kind), Duration.ZERO, new SimpleMeterRegistry());
        assertThat(code(patient, with(1)).block(PATIENCE)).isEmpty();
        assertThat(code(hasty, with(1)).block(PATIENCE)).isEmpty();
        anotherCore.service.block(principal(peer(1)), me).block(PATIENCE);
        assertThat(code(hasty, with(1)).block(PATIENCE)).isEqualTo("BLACKLISTED");
        patient.forget(with(1));
        assertThat(code(patient, with(1)).block(PATIENCE)).isEqualTo("BLACKLISTED");
    }

    private static Mono<String> code(Relations relations, ConversationKey key) {
        String sender =
                Objects.requireNonNull(Ids.directMembers(key.conversation()).getFirst());
        return relations
                .closed(key, sender)
                .map(Refused::problem)
                .map(problem -> problem.getCode())
                .defaultIfEmpty("");
    }

    private static FriendBook book(TestDatabase.Kind kind) {
        return new FriendBook(DATABASES.get(kind), FriendBook.bounds(Duration.ofDays(7), Duration.ofDays(90)));
    }

    private String peer(int number) {
        return "peer-" + number + '-' + suffix;
    }

    private ConversationKey with(int number) {
        return new ConversationKey("default", Ids.direct(me, peer(number)));
    }
}
