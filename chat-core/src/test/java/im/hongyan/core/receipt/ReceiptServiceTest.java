package im.hongyan.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.conversation.ReadMarks.Marks;
import im.hongyan.core.conversation.TestConversations;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.log.LogClientRig;
import im.hongyan.core.rig.LogDouble;
import im.hongyan.core.rig.PublisherDouble;
import im.hongyan.core.rig.RouteDouble;
import im.hongyan.core.rig.Stored;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.Waiting;
import im.hongyan.link.proto.Mark;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.ReceiptsMoved;
import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.ReceiptKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init") // every test starts with start()
class ReceiptServiceTest {
    private static final TestDatabase.PerKind DATABASES = new TestDatabase.PerKind();

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String me = "alice-" + suffix;
    private final String peer = "bob-" + suffix;
    private final String direct = "d:" + me + ":" + peer;
    private final LogDouble log = new LogDouble();
    private final PublisherDouble publisher = new PublisherDouble(log);
    private final RouteDouble routes = new RouteDouble();
    private CursorJournal journal;
    private ReceiptTeller teller;
    private ReceiptService receipts;
    private MarkReader reader;

    private void start(TestDatabase.Kind kind) {
        TestDatabase database = DATABASES.get(kind);
        ReceiptProperties bounds = new ReceiptProperties(4, Duration.ofMillis(20), 3, 100, 10);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CursorRepository repository = new CursorRepository(database.client());
        journal = new CursorJournal(repository, bounds, meters);
        teller = new ReceiptTeller(
                TestConversations.listeners(database), TestConversations.notifier(routes, publisher), bounds, meters);
        receipts =
                new ReceiptService(TestConversations.over(database), LogClientRig.heads(log), journal, teller, bounds);
        reader = new MarkReader(journal, repository, TestConversations.NOTHING_BETWEEN);
    }

    @AfterEach
    void stop() {
        teller.destroy();
    }

    // B64
    @ParameterizedTest
    @EnumSource
    void remembersTheFurthestOfEveryCursor(TestDatabase.Kind kind) {
        start(kind);
        Stored.fill(log, direct, 1, 9, 1);
        assertThat(mark(me, "phone", seen(5), seen(3))).allMatch(ReceiptServiceTest::isFine);
        assertThat(mark(peer, "phone", received(4))).allMatch(ReceiptServiceTest::isFine);
        assertThat(mark(peer, "tablet", received(7))).allMatch(ReceiptServiceTest::isFine);
        assertThat(mark(peer, "tablet", seen(6))).allMatch(ReceiptServiceTest::isFine);
        assertThat(marks()).as("reads are shown before they are written").isEqualTo(new Marks(5, 6, 0));
        journal.flush().block();
        assertThat(marks()).as("from the table").isEqualTo(new Marks(5, 6, 7));
        mark(me, "phone", seen(2));
        mark(peer, "tablet", received(1), seen(1));
        journal.flush().block();
        assertThat(marks()).as("backwards is ignored").isEqualTo(new Marks(5, 6, 7));
    }

    @ParameterizedTest
    @EnumSource
    void writesByItselfAndAllOfItAtTheEnd(TestDatabase.Kind kind) {
        start(kind);
        Stored.fill(log, direct, 1, 9, 1);
        journal.start();
        mark(me, "phone", seen(5));
        Waiting.until(() -> written() == 5);
        journal.stop(() -> {});
        mark(me, "phone", seen(6));
        journal.stop(() -> {});
        Waiting.until(() -> written() == 6);
    }

    // B64
    @ParameterizedTest
    @EnumSource(names = "H2")
    void refusesMarksAboveTheHead(TestDatabase.Kind kind) {
        start(kind);
        Stored.fill(log, direct, 1, 3, 1);
        assertThat(mark(me, "phone", seen(3), seen(4), received(4), received(3)))
                .extracting(Problem::getCode)
                .containsExactly("", "INVALID_FIELD", "INVALID_FIELD", "");
        Stored.fill(log, direct, 4, 4, 1);
        assertThat(mark(me, "phone", seen(4))).allMatch(ReceiptServiceTest::isFine);
    }

    // B64
    @ParameterizedTest
    @EnumSource(names = "H2")
    void refusesMarksOfForeignAndUnknownConversations(TestDatabase.Kind kind) {
        start(kind);
        Stored.fill(log, "d:x:y", 1, 3, 1);
        assertThat(mark(me, "phone", mark("d:x:y", ReceiptKind.SEEN, 1), mark("g:nowhere", ReceiptKind.SEEN, 1)))
                .extracting(Problem::getCode)
                .containsOnly("NOT_MEMBER");
    }

    // B61
    @ParameterizedTest
    @EnumSource(names = "H2")
    void refusesWhatIsNoMark(TestDatabase.Kind kind) {
        start(kind);
        assertThat(mark(
                        me,
                        "phone",
                        mark("nonsense", ReceiptKind.SEEN, 1),
                        mark(direct, ReceiptKind.RECEIPT_KIND_UNSPECIFIED, 1),
                        mark(direct, ReceiptKind.SEEN, -1)))
                .extracting(Problem::getField)
                .containsExactly("conversation", "kind", "up_to");
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void refusesMoreThanItCanKeep(TestDatabase.Kind kind) {
        start(kind);
        for (String user : List.of("u1", "u2", "u3", "u4", "u5")) {
            Stored.fill(log, "d:" + me + ":" + user, 1, 1, 1);
        }
        List<Problem> problems = mark(
                me,
                "phone",
                mark("d:" + me + ":u1", ReceiptKind.SEEN, 1),
                mark("d:" + me + ":u2", ReceiptKind.SEEN, 1),
                mark("d:" + me + ":u3", ReceiptKind.SEEN, 1),
                mark("d:" + me + ":u4", ReceiptKind.SEEN, 1),
                mark("d:" + me + ":u5", ReceiptKind.SEEN, 1));
        assertThat(problems)
                .filteredOn(problem -> problem.getCode().equals("BUSY"))
                .hasSize(1);
        assertThat(problems).filteredOn(ReceiptServiceTest::isFine).hasSize(4);
        journal.flush().block();
        assertThat(mark(me, "phone", mark("d:" + me + ":u5", ReceiptKind.SEEN, 1)))
                .allMatch(ReceiptServiceTest::isFine);
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void tellsThePeerAndTheOwnOtherDevices(TestDatabase.Kind kind) {
        start(kind);
        Stored.fill(log, direct, 1, 9, 1);
        routes.put(new Audience.User("default", me), "node-1");
        routes.put(new Audience.User("default", peer), "node-1", "node-2");
        mark(me, "phone", received(4));
        Waiting.until(() -> moves().size() == 2);
        assertThat(moves()).allSatisfy(move -> {
            assertThat(move.getUsersList()).containsExactly(peer);
            assertThat(move.getReceipts(0))
                    .isEqualTo(Receipt.newBuilder()
                            .setConversation(direct)
                            .setUser(me)
                            .setKind(ReceiptKind.DELIVERED)
                            .setUpTo(4)
                            .build());
        });
        mark(me, "phone", received(3), received(4));
        mark(me, "phone", seen(4));
        Waiting.until(() -> moves().size() == 4);
        assertThat(moves().subList(2, 4)).allSatisfy(move -> {
            assertThat(move.getUsersList()).containsExactlyInAnyOrder(me, peer);
            assertThat(move.getReceipts(0).getKind()).isEqualTo(ReceiptKind.SEEN);
        });
        assertThat(publisher.nodeEvents()).extracting(Map.Entry::getKey).containsOnly("node-1", "node-2");
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void tellsASmallGroupAndSparesALargeOne(TestDatabase.Kind kind) {
        start(kind);
        ConversationKey small = new ConversationKey("default", "g:small-" + suffix);
        ConversationKey large = new ConversationKey("default", "g:large-" + suffix);
        for (String user : List.of(me, peer, "carol")) {
            TestConversations.member(DATABASES.get(kind), small, user, 0, null);
        }
        for (int i = 0; i < 51; i++) {
            TestConversations.member(DATABASES.get(kind), large, i == 0 ? me : "user-" + i, 0, null);
        }
        Stored.fill(log, small.conversation(), 1, 2, 1);
        Stored.fill(log, large.conversation(), 1, 2, 1);
        routes.put(new Audience.Group("default", "small-" + suffix), "node-1");
        routes.put(new Audience.Group("default", "large-" + suffix), "node-1");
        mark(
                me,
                "phone",
                mark(large.conversation(), ReceiptKind.SEEN, 2),
                mark(small.conversation(), ReceiptKind.SEEN, 2));
        Waiting.until(() -> !moves().isEmpty());
        assertThat(moves()).singleElement().satisfies(move -> {
            assertThat(move.getUsersList()).containsExactlyInAnyOrder(me, peer, "carol");
            assertThat(move.getReceipts(0).getConversation()).isEqualTo(small.conversation());
        });
    }

    private List<ReceiptsMoved> moves() {
        return publisher.nodeEvents().stream()
                .map(Map.Entry::getValue)
                .map(NodeEvent::getReceiptsMoved)
                .toList();
    }

    private static boolean isFine(Problem problem) {
        return problem.equals(Problem.getDefaultInstance());
    }

    private List<Problem> mark(String user, String device, Mark... marks) {
        Principal principal = principal(user, device);
        return Objects.requireNonNull(receipts.mark(principal, List.of(marks)).block(Duration.ofSeconds(30)));
    }

    private static Principal principal(String user, String device) {
        return Principal.newBuilder()
                .setTenant("default")
                .setUser(user)
                .setDevice(device)
                .build();
    }

    private Mark seen(long upTo) {
        return mark(direct, ReceiptKind.SEEN, upTo);
    }

    private Mark received(long upTo) {
        return mark(direct, ReceiptKind.DELIVERED, upTo);
    }

    private static Mark mark(String conversation, ReceiptKind kind, long upTo) {
        return Mark.newBuilder()
                .setConversation(conversation)
                .setKind(kind)
                .setUpTo(upTo)
                .build();
    }

    private Marks marks() {
        return Objects.requireNonNull(
                        reader.of(principal(me, "phone"), List.of(direct)).block())
                .getOrDefault(direct, Marks.NONE);
    }

    private long written() {
        return journal.pending(new Fact.Read(new ConversationKey("default", direct), me)) == 0 ? marks().read() : -1;
    }
}
