package im.hongyan.core.friend;

import static im.hongyan.core.friend.FriendBook.PATIENCE;
import static im.hongyan.core.friend.FriendBook.principal;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.friend.Contact.Request.Kind;
import im.hongyan.core.friend.Contact.State;
import im.hongyan.core.friend.FriendService.Changes;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.rig.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Whoever follows the versions of a list has the list, whatever is changed at the same time. */
class FriendVersionTest {
    private static final TestDatabase.PerKind DATABASES = new TestDatabase.PerKind();
    private static final int PEERS = 12;
    private static final int STEPS = 25;

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String hub = "hub-" + suffix;

    /** A device that keeps what it is told. */
    private static final class Device {
        private final Map<String, State> known = new HashMap<>();
        private long version;

        void apply(Changes changes) {
            assertThat(changes.version()).isGreaterThanOrEqualTo(version);
            version = changes.version();
            if (changes.whole()) {
                known.clear();
            }
            for (Contact contact : changes.contacts()) {
                if (contact.state().isNone()) {
                    known.remove(contact.peer());
                } else {
                    known.put(contact.peer(), contact.state());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderNeverPassesAChange(TestDatabase.Kind kind) throws Exception {
        FriendBook book =
                new FriendBook(DATABASES.get(kind), FriendBook.bounds(Duration.ofDays(7), Duration.ofDays(90)));
        CompletableFuture<Void> changes = Flux.range(0, PEERS)
                .flatMap(peer -> steps(book, "peer-" + peer + '-' + suffix, new Random(peer)), PEERS)
                .then()
                .toFuture();
        Device device = new Device();
        while (!changes.isDone()) {
            device.apply(book.since(hub, device.version));
        }
        changes.get();
        device.apply(book.since(hub, device.version));

        Device fresh = new Device();
        fresh.apply(book.since(hub, 0));
        assertThat(device.known).isEqualTo(fresh.known);
        assertThat(device.version).isEqualTo(fresh.version);
        assertThat(holdings(book, hub)).isEqualTo(counted(fresh));
        for (int peer = 0; peer < PEERS; peer++) {
            Device other = new Device();
            String user = "peer-" + peer + '-' + suffix;
            other.apply(book.since(user, 0));
            assertThat(holdings(book, user)).as(user).isEqualTo(counted(other));
            assertThat(isFriend(other.known.get(hub)))
                    .as("friendship is mutual")
                    .isEqualTo(isFriend(fresh.known.get(user)));
        }
    }

    private static boolean isFriend(@Nullable State state) {
        return state != null && state.isFriend();
    }

    /** What a user and the hub do to each other, one after the other. */
    private Mono<Void> steps(FriendBook book, String peer, Random random) {
        return Flux.range(0, STEPS)
                .concatMap(step -> {
                    boolean mine = random.nextBoolean();
                    Mono<Contact> change = change(book, mine ? hub : peer, mine ? peer : hub, random.nextInt(7));
                    return change.onErrorResume(Refused.class, FriendVersionTest::expected);
                })
                .then();
    }

    private static Mono<Contact> change(FriendBook book, String user, String peer, int which) {
        FriendService friends = book.service;
        return switch (which) {
            case 0, 1 -> friends.ask(principal(user), peer, "hello");
            case 2 -> friends.approve(principal(user), peer, "a friend", List.of("work"));
            case 3 -> friends.decline(principal(user), peer);
            case 4 -> friends.part(principal(user), peer);
            case 5 -> friends.block(principal(user), peer);
            default -> friends.unblock(principal(user), peer);
        };
    }

    private static Mono<Contact> expected(Refused refused) {
        return List.of("NOT_FOUND", "NO_PERMISSION").contains(refused.problem().getCode())
                ? Mono.empty()
                : Mono.error(refused);
    }

    private static List<Integer> holdings(FriendBook book, String user) {
        Holdings holdings = Objects.requireNonNull(
                        book.lists.find("default", user).block(PATIENCE))
                .holdings();
        return List.of(holdings.friends(), holdings.blocks(), holdings.sent(), holdings.received());
    }

    private static List<Integer> counted(Device device) {
        List<State> states = List.copyOf(device.known.values());
        return List.of(
                (int) states.stream().filter(State::isFriend).count(),
                (int) states.stream().filter(State::isBlocking).count(),
                count(states, Kind.SENT) + count(states, Kind.REFUSED),
                count(states, Kind.RECEIVED));
    }

    private static int count(List<State> states, Kind kind) {
        return (int)
                states.stream().filter(state -> state.request().kind() == kind).count();
    }

    @ParameterizedTest
    @EnumSource
    void everyChangeHasAVersionOfItsOwn(TestDatabase.Kind kind) {
        FriendBook book =
                new FriendBook(DATABASES.get(kind), FriendBook.bounds(Duration.ofDays(7), Duration.ofDays(90)));
        int askers = 40;
        Flux.fromStream(IntStream.range(0, askers).mapToObj(i -> "asker-" + i + '-' + suffix))
                .flatMap(asker -> book.service.ask(principal(asker), hub, ""), askers)
                .blockLast(PATIENCE);
        List<Long> versions = new ArrayList<>();
        book.since(hub, 0).contacts().forEach(contact -> versions.add(contact.version()));
        assertThat(versions).hasSize(askers).isSorted().doesNotHaveDuplicates().endsWith((long) askers);
    }

    @ParameterizedTest
    @EnumSource
    void anIdThatIsOnlyNamedCostsNoRow(TestDatabase.Kind kind) {
        FriendBook book =
                new FriendBook(DATABASES.get(kind), FriendBook.bounds(Duration.ofDays(7), Duration.ofDays(90)));
        String peer = "peer-" + suffix;
        book.service.unblock(principal(hub), peer).block(PATIENCE);
        book.service.part(principal(hub), peer).block(PATIENCE);
        book.service.decline(principal(hub), peer).block(PATIENCE);
        StepVerifier.create(book.service.approve(principal(hub), peer, null, null))
                .verifyError(Refused.class);
        StepVerifier.create(book.lists.lock("default", peer)).verifyComplete();
        StepVerifier.create(book.lists.lock("default", hub)).verifyComplete();
    }

    @ParameterizedTest
    @EnumSource
    void whatHasRunOutIsTakenOutAndTold(TestDatabase.Kind kind) {
        FriendBook book =
                new FriendBook(DATABASES.get(kind), FriendBook.bounds(Duration.ofMillis(1), Duration.ofDays(90)));
        String peer = "peer-" + suffix;
        book.service.ask(principal(hub), peer, "").block(PATIENCE);
        book.sweeper.round().block(PATIENCE);
        Changes told = book.since(hub, 1);
        assertThat(told.whole()).isFalse();
        assertThat(told.contacts())
                .hasSize(1)
                .allMatch(contact -> contact.state().isNone());
        assertThat(book.since(peer, 1).contacts())
                .hasSize(1)
                .allMatch(contact -> contact.state().isNone());
        assertThat(holdings(book, hub)).containsOnly(0);
        assertThat(holdings(book, peer)).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void whoIsAwayForTooLongIsToldTheWholeList(TestDatabase.Kind kind) throws InterruptedException {
        FriendBook book =
                new FriendBook(DATABASES.get(kind), FriendBook.bounds(Duration.ofDays(7), Duration.ofMillis(1)));
        String gone = "gone-" + suffix;
        String stays = "stays-" + suffix;
        book.service.block(principal(hub), gone).block(PATIENCE);
        book.service.block(principal(hub), stays).block(PATIENCE);
        book.service.unblock(principal(hub), gone).block(PATIENCE);
        Thread.sleep(5);
        book.sweeper.round().block(PATIENCE);

        Changes told = book.since(hub, 2);
        assertThat(told.whole()).isTrue();
        assertThat(told.contacts()).extracting(Contact::peer).containsExactly(stays);
        assertThat(told.version()).isEqualTo(3);
        assertThat(book.since(hub, 3).whole()).isFalse();
        assertThat(book.since(hub, 4).whole()).as("of another database").isTrue();
        book.service.block(principal(hub), gone).block(PATIENCE);
        assertThat(book.since(hub, 3).contacts()).extracting(Contact::version).containsExactly(4L);
    }

    @ParameterizedTest
    @EnumSource
    void aWholeListIsToldInPagesWhileItChanges(TestDatabase.Kind kind) {
        FriendBook book =
                new FriendBook(DATABASES.get(kind), FriendBook.bounds(Duration.ofDays(7), Duration.ofDays(90)));
        for (int i = 0; i < 20; i++) {
            book.service.block(principal(hub), "peer-" + i + '-' + suffix).block(PATIENCE);
        }
        Device device = new Device();
        Changes page =
                Objects.requireNonNull(book.service.since(principal(hub), 0, 0).block(PATIENCE));
        device.apply(page);
        assertThat(page.contacts()).hasSize(7);
        book.service.unblock(principal(hub), "peer-0-" + suffix).block(PATIENCE);
        book.service.unblock(principal(hub), "peer-15-" + suffix).block(PATIENCE);
        while (page.next() != null) {
            page = Objects.requireNonNull(
                    book.service.page(principal(hub), page.next(), 0).block(PATIENCE));
            device.apply(new Changes(false, page.version(), page.contacts(), null));
        }
        assertThat(device.known.keySet()).hasSize(18).doesNotContain("peer-0-" + suffix, "peer-15-" + suffix);
        assertThat(device.version).isEqualTo(22);
    }
}
