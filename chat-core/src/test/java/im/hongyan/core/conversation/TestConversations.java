package im.hongyan.core.conversation;

import im.hongyan.core.rig.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** The conversation room over a test database, for the tests of other rooms. */
public final class TestConversations {
    private TestConversations() {}

    public static ConversationService over(TestDatabase database) {
        return over(new ConversationRepository(database.client()));
    }

    static ConversationService over(ConversationRepository repository) {
        ConversationProperties properties = properties(Duration.ofSeconds(5));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new ConversationService(
                new DirectConversations(repository, properties, meters), repository, properties, meters);
    }

    static ConversationProperties properties(Duration staleness) {
        return new ConversationProperties(1_000, 1_000, staleness, Duration.ofHours(1), Duration.ofSeconds(1), 200, 50);
    }
}
