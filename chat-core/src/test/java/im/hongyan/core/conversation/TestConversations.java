package im.hongyan.core.conversation;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.route.RouteTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The conversation room over a test database, for the tests of other rooms. */
public final class TestConversations {
    /** All may write to all, and see what they do. */
    public static final PeerGuard NOTHING_BETWEEN = new PeerGuard() {
        @Override
        public Mono<Refused> closed(ConversationKey direct, String sender) {
            return Mono.empty();
        }

        @Override
        public Mono<Boolean> isQuiet(ConversationKey direct) {
            return Mono.just(false);
        }

        @Override
        public Mono<Set<String>> quietAmong(String tenant, Collection<String> conversations) {
            return Mono.just(Set.of());
        }
    };

    private TestConversations() {}

    public static ConversationService over(TestDatabase database) {
        return over(new ConversationRepository(database.client()));
    }

    static ConversationService over(ConversationRepository repository) {
        ConversationProperties properties = properties(Duration.ofSeconds(5));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new ConversationService(
                new DirectConversations(repository, properties, meters),
                NOTHING_BETWEEN,
                repository,
                properties,
                meters);
    }

    static ConversationProperties properties(Duration staleness) {
        return new ConversationProperties(1_000, 1_000, staleness, Duration.ofHours(1), Duration.ofSeconds(1), 200, 50);
    }

    public static ListenerDirectory listeners(TestDatabase database) {
        return new ListenerDirectory(
                NOTHING_BETWEEN,
                new ConversationRepository(database.client()),
                properties(Duration.ofSeconds(5)),
                new SimpleMeterRegistry());
    }

    public static NodeNotifier notifier(RouteTable routes, EventPublisher events) {
        return new NodeNotifier(routes, events);
    }

    public static GroupMembers members(TestDatabase database, ConversationService service) {
        return new GroupMembers(
                database.client(), new ConversationRepository(database.client()), service, listeners(database));
    }

    /** Lets an ex-member see up to a sequence, and the core know it. */
    public static void leave(
            TestDatabase database, ConversationService service, ConversationKey key, String user, long leaveSequence) {
        database.client()
                .sql("UPDATE conversation_member SET leave_sequence = :leave"
                        + " WHERE tenant = :tenant AND conversation = :conversation AND user_id = :user")
                .bind("leave", leaveSequence)
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("user", user)
                .then()
                .block();
        service.forget(key, user);
    }

    /** Writes a membership, in a conversation that is made for it, as another core would. */
    public static void member(
            TestDatabase database, ConversationKey key, String user, long joinSequence, @Nullable Long leaveSequence) {
        new ConversationRepository(database.client()).insertConversation(key, 0).block();
        var statement = database.client()
                .sql("INSERT INTO conversation_member"
                        + " (tenant, conversation, user_id, join_sequence, leave_sequence, joined_at)"
                        + " VALUES (:tenant, :conversation, :user, :join, :leave, 0)")
                .bind("tenant", key.tenant())
                .bind("conversation", key.conversation())
                .bind("user", user)
                .bind("join", joinSequence);
        (leaveSequence == null ? statement.bindNull("leave", Long.class) : statement.bind("leave", leaveSequence))
                .then()
                .block();
    }
}
