package im.hongyan.core.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.conversation.Membership.Mutes;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.Ids;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ConversationServiceTest {
    private static final TestDatabase.PerKind DATABASES = new TestDatabase.PerKind();

    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final String me = "alice-" + suffix;
    private final String direct = "d:" + me + ":bob";

    @ParameterizedTest
    @EnumSource
    void theFirstMessageMakesADirectConversationForBoth(TestDatabase.Kind kind) {
        ConversationService service = TestConversations.over(DATABASES.get(kind));
        assertThat(admit(service, me).isNew()).isTrue();
        assertThat(admit(service, me).isNew()).isFalse();
        ConversationService otherCore = TestConversations.over(DATABASES.get(kind));
        assertThat(admit(otherCore, "bob").isNew()).isFalse();
        ConversationRepository table =
                new ConversationRepository(DATABASES.get(kind).client());
        for (String user : List.of(me, "bob")) {
            assertThat(table.conversationsOf("default", user, "", 1_000)
                            .collectList()
                            .block())
                    .contains(direct);
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyFirstMessagesAtOnceMakeOneConversation(TestDatabase.Kind kind) {
        List<ConversationService> cores =
                List.of(TestConversations.over(DATABASES.get(kind)), TestConversations.over(DATABASES.get(kind)));
        List<Admission> admissions = Flux.range(0, 20)
                .flatMap(i -> cores.get(i % 2).admit(principal(i % 3 == 0 ? "bob" : me), direct))
                .collectList()
                .block();
        assertThat(admissions).hasSize(20);
        assertThat(Objects.requireNonNull(admissions).stream().filter(Admission::isNew))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void manyConversationsAreMadeTogether(TestDatabase.Kind kind) {
        ConversationService service = TestConversations.over(DATABASES.get(kind));
        List<String> conversations = IntStream.range(0, 300)
                .mapToObj(i -> Ids.direct(me, "peer-" + i + "-" + suffix))
                .toList();
        assertThat(Flux.fromIterable(conversations)
                        .flatMap(each -> service.admit(principal(me), each), 300)
                        .collectList()
                        .block())
                .hasSize(300)
                .allMatch(Admission::isNew);
        ConversationRepository table =
                new ConversationRepository(DATABASES.get(kind).client());
        assertThat(table.conversationsOf("default", me, "", 1_000).collectList().block())
                .containsExactlyInAnyOrderElementsOf(conversations);
        assertThat(table.membersOf(new ConversationKey("default", conversations.getFirst()), "", 10)
                        .collectList()
                        .block())
                .containsExactlyInAnyOrderElementsOf(Ids.directMembers(conversations.getFirst()));
    }

    /** Whoever is told that a conversation is new does not look for what was stored in it before. */
    @ParameterizedTest
    @EnumSource
    void anOldConversationAmongNewOnesIsNotTakenForNew(TestDatabase.Kind kind) {
        ConversationRepository table =
                new ConversationRepository(DATABASES.get(kind).client());
        ConversationKey old = new ConversationKey("default", direct);
        ConversationKey fresh = new ConversationKey("default", Ids.direct(me, "carol"));
        assertThat(table.createDirects(List.of(old), 1).block()).isTrue();
        assertThat(table.createDirects(List.of(fresh, old), 2).block()).isFalse();
        assertThat(table.createDirects(List.of(fresh, fresh), 3).block()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void oneMayTalkToOneself(TestDatabase.Kind kind) {
        ConversationService service = TestConversations.over(DATABASES.get(kind));
        assertThat(service.admit(principal(me), "d:" + me + ":" + me).block()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhoIsInMaySend(TestDatabase.Kind kind) {
        ConversationKey group = new ConversationKey("default", "g:" + suffix);
        TestConversations.member(DATABASES.get(kind), group, me, 5, null);
        TestConversations.member(DATABASES.get(kind), group, "gone-" + suffix, 0, 9L);
        ConversationService service = TestConversations.over(DATABASES.get(kind));
        assertThat(service.admit(principal(me), group.conversation()).block())
                .isEqualTo(new Admission(group, false, null));
        assertThat(service.admit(principal("gone-" + suffix), group.conversation())
                        .block())
                .extracting(Admission::closed)
                .extracting(Refused::problem)
                .isEqualTo(Refused.notMember().problem());
        refused(service.admit(principal("stranger"), group.conversation()));
        refused(service.admit(principal(me), "g:nowhere"));
        refused(service.admit(principal(me), "d:bob:carol"));
        refused(service.admit(principal(me).toBuilder().setTenant("other").build(), group.conversation()));
        assertThat(service.membership(principal(me), group.conversation()).block())
                .isEqualTo(new Membership(5, Membership.STILL_IN, Mutes.NONE, false));
        assertThat(service.membership(principal("gone-" + suffix), group.conversation())
                        .block())
                .isEqualTo(new Membership(0, 9, Mutes.NONE, false));
        assertThat(service.groupsOf(principal(me)).block()).containsExactly(suffix);
        assertThat(service.groupsOf(principal("gone-" + suffix)).block()).isEmpty();
    }

    private static void refused(Mono<?> answer) {
        StepVerifier.create(answer)
                .verifyErrorSatisfies(failure -> assertThat(((Refused) failure).problem())
                        .isEqualTo(Refused.notMember().problem()));
    }

    private Admission admit(ConversationService service, String user) {
        return Objects.requireNonNull(service.admit(principal(user), direct).block());
    }

    private static Principal principal(String user) {
        return Principal.newBuilder()
                .setTenant("default")
                .setUser(user)
                .setDevice("phone")
                .build();
    }
}
