package im.hongyan.core.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.conversation.ReadMarks.Marks;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.log.LogClientRig;
import im.hongyan.core.rig.LogDouble;
import im.hongyan.core.rig.PublisherDouble;
import im.hongyan.core.rig.RouteDouble;
import im.hongyan.core.rig.Stored;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.CallHandlers.Handler;
import im.hongyan.link.proto.Done;
import im.hongyan.link.proto.HeadsQuery;
import im.hongyan.link.proto.HeadsResult;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.TypingSignal;
import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Typing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ConversationEndpointTest {
    private static final AtomicInteger USERS = new AtomicInteger();
    private static TestDatabase database;

    private final String me = "alice-" + USERS.incrementAndGet();
    private final LogDouble log = new LogDouble();
    private final PublisherDouble publisher = new PublisherDouble(log);
    private final RouteDouble routes = new RouteDouble();
    private final Map<String, Marks> marks = new HashMap<>();
    private final CallHandlers handlers = new CallHandlers();

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.h2();
    }

    @BeforeEach
    void start() {
        ConversationProperties bounds = new ConversationProperties(
                100, 100, Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofSeconds(1), 3, 50);
        HeadsService heads = new HeadsService(
                new ConversationRepository(database.client()),
                LogClientRig.over(log),
                (user, conversations) -> Mono.just(marks),
                bounds);
        TypingService typing = new TypingService(
                TestConversations.over(database),
                TestConversations.listeners(database),
                TestConversations.notifier(routes, publisher));
        new ConversationEndpoint(heads, typing, principal -> Mono.empty(), handlers);
    }

    @Test
    void tellsTheHeadsOfAllConversationsInPages() {
        for (int i = 0; i < 7; i++) {
            join("g:" + me + "-" + i);
        }
        Stored.fill(log, "g:" + me + "-3", 1, 4, 1);
        marks.put("g:" + me + "-3", new Marks(2, 3, 4));
        List<HeadsResult> pages = Objects.requireNonNull(heads().collectList().block());
        assertThat(pages).hasSize(3);
        assertThat(pages).extracting(page -> page.getHeads().getLast()).containsExactly(false, false, true);
        List<Head> all = pages.stream()
                .flatMap(page -> page.getHeads().getHeadsList().stream())
                .toList();
        assertThat(all).hasSize(7);
        assertThat(all.get(3))
                .isEqualTo(Head.newBuilder()
                        .setConversation("g:" + me + "-3")
                        .setSequence(4)
                        .setRead(2)
                        .setPeerRead(3)
                        .setPeerReceived(4)
                        .build());
        assertThat(all.get(0).getSequence()).isZero();
    }

    @Test
    void goesOnAfterAConversation() {
        for (int i = 0; i < 7; i++) {
            join("g:" + me + "-" + i);
        }
        assertThat(heads("g:" + me + "-4").collectList().block())
                .singleElement()
                .satisfies(page -> {
                    assertThat(page.getHeads().getHeadsList())
                            .extracting(Head::getConversation)
                            .containsExactly("g:" + me + "-5", "g:" + me + "-6");
                    assertThat(page.getHeads().getLast()).isTrue();
                });
    }

    @Test
    void endsAlsoWhenThePagesAreFullOrEmpty() {
        assertThat(heads().blockLast())
                .satisfies(page -> assertThat(
                                Objects.requireNonNull(page).getHeads().getLast())
                        .isTrue());
        for (int i = 0; i < 3; i++) {
            join("g:" + me + "-" + i);
        }
        assertThat(heads().collectList().block()).hasSize(2).last().satisfies(page -> {
            assertThat(page.getHeads().getLast()).isTrue();
            assertThat(page.getHeads().getHeadsCount()).isZero();
        });
    }

    @Test
    void readsAPageOnlyWhenItIsAskedFor() {
        for (int i = 0; i < 9; i++) {
            join("g:" + me + "-" + i);
        }
        StepVerifier.create(heads(), 0)
                .thenRequest(1)
                .expectNextCount(1)
                .then(() -> assertThat(log.calls()).isLessThanOrEqualTo(2))
                .thenCancel()
                .verify();
    }

    @Test
    void saysThatTheStoreIsAway() {
        join("g:" + me);
        log.goAway();
        assertThat(Objects.requireNonNull(heads().blockLast()).getProblem().getCode())
                .isEqualTo("STORE_UNAVAILABLE");
    }

    @Test
    void showsThePeerThatSomebodyTypesButNotTooOften() {
        routes.put(new Audience.User("default", "zoe"), "node-1");
        assertThat(typing(peer("zoe", true))).isEqualTo(Done.getDefaultInstance());
        typing(peer("zoe", true));
        typing(peer("zoe", false));
        assertThat(publisher.nodeEvents()).hasSize(2);
        NodeEvent event = publisher.nodeEvents().getFirst().getValue();
        assertThat(event.getTyped().getUsersList()).containsExactly("zoe");
        assertThat(event.getTyped().getTyping())
                .isEqualTo(Typing.newBuilder()
                        .setConversation("d:" + me + ":zoe")
                        .setUser(me)
                        .setActive(true)
                        .build());
    }

    @Test
    void letsNobodyTypeIntoAForeignConversation() {
        assertThat(typing(Typing.newBuilder().setConversation("d:x:y").build())
                        .getProblem()
                        .getCode())
                .isEqualTo("NOT_MEMBER");
        assertThat(typing(Typing.getDefaultInstance()).getProblem().getCode()).isEqualTo("INVALID_FIELD");
        assertThat(typing(peer("b:b", true)).getProblem().getCode()).isEqualTo("INVALID_FIELD");
        assertThat(publisher.nodeEvents()).isEmpty();
    }

    private static Typing peer(String user, boolean active) {
        return Typing.newBuilder().setPeer(user).setActive(active).build();
    }

    private void join(String conversation) {
        TestConversations.member(database, new ConversationKey("default", conversation), me, 0, null);
    }

    private Principal principal() {
        return Principal.newBuilder()
                .setTenant("default")
                .setUser(me)
                .setDevice("phone")
                .build();
    }

    private Flux<HeadsResult> heads() {
        return heads("");
    }

    @SuppressWarnings("unchecked")
    private Flux<HeadsResult> heads(String after) {
        Handler.Many<HeadsQuery, HeadsResult> handler =
                (Handler.Many<HeadsQuery, HeadsResult>) Objects.requireNonNull(handlers.find("conversation.heads"));
        return handler.answer()
                .apply(HeadsQuery.newBuilder()
                        .setPrincipal(principal())
                        .setAfter(after)
                        .build());
    }

    @SuppressWarnings("unchecked")
    private Done typing(Typing typing) {
        Handler.One<TypingSignal, Done> handler =
                (Handler.One<TypingSignal, Done>) Objects.requireNonNull(handlers.find("conversation.typing"));
        return Objects.requireNonNull(handler.answer()
                .apply(TypingSignal.newBuilder()
                        .setPrincipal(principal())
                        .setTyping(typing)
                        .build())
                .block(Duration.ofSeconds(30)));
    }
}
