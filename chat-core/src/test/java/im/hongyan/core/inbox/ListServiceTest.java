package im.hongyan.core.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import im.hongyan.core.conversation.ReadMarks;
import im.hongyan.core.inbox.ListService.Page;
import im.hongyan.core.inbox.setting.TestSettings;
import im.hongyan.core.log.LogClientRig;
import im.hongyan.core.rig.LogDouble;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestDatabase.Kind;
import im.hongyan.core.sql.Rows;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Message;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Lists of users who are in many conversations, on every database. */
class ListServiceTest {
    private static final TestDatabase.PerKind DATABASES = new TestDatabase.PerKind();
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int MANY = 2_000;
    private static final int SOME = 330;

    private final LogDouble log = new LogDouble();
    private final AtomicInteger statements = new AtomicInteger();

    @ParameterizedTest
    @EnumSource
    void theFirstPageOfTwoThousandConversationsTakesAsManyQuestionsAsThatOfAFew(Kind kind) {
        ListService list = list(kind);
        talk(kind, "few", 60);
        talk(kind, "many", MANY);

        int[] few = questions(() -> page(list, "few", ""));
        int[] many = questions(() -> page(list, "many", ""));

        assertThat(many).isEqualTo(few);
        assertThat(many[0]).as("statements").isLessThanOrEqualTo(6);
        assertThat(many[1]).as("calls to the log").isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void pagesTellEveryConversationOnceAndInOrder(Kind kind) {
        ListService list = list(kind);
        List<String> inOrder = talk(kind, "ann", SOME);
        List<String> told = new ArrayList<>();
        String after = "";
        do {
            Page page = page(list, "ann", after);
            page.items().forEach(item -> told.add(item.conversation()));
            after = page.next();
        } while (after != null);

        assertThat(told).containsExactlyElementsOf(inOrder);
        assertThat(new HashSet<>(told)).hasSize(SOME);
    }

    private Page page(ListService list, String user, String after) {
        Principal principal =
                Principal.newBuilder().setTenant("default").setUser(user).build();
        return Objects.requireNonNull(list.page(principal, after, 0).block(WITHIN));
    }

    private int[] questions(Runnable asking) {
        int statementsBefore = statements.get();
        int callsBefore = log.calls();
        asking.run();
        return new int[] {statements.get() - statementsBefore, log.calls() - callsBefore};
    }

    private ListService list(Kind kind) {
        DatabaseClient client = counting(DATABASES.get(kind).client());
        ReadMarks marks = (user, conversations) -> Mono.just(Map.of());
        InboxProperties bounds = new InboxProperties(50, 20_000, 256, 1_024, Duration.ofSeconds(30));
        return new ListService(
                new InboxRepository(client),
                TestSettings.service(client, DATABASES.get(kind).transactions(), LogClientRig.over(log)),
                marks,
                LogClientRig.over(log),
                bounds);
    }

    /** Counts what is asked. */
    private DatabaseClient counting(DatabaseClient real) {
        return (DatabaseClient) Proxy.newProxyInstance(
                DatabaseClient.class.getClassLoader(), new Class<?>[] {DatabaseClient.class}, (proxy, method, with) -> {
                    if (method.getName().equals("sql")) {
                        statements.incrementAndGet();
                    }
                    try {
                        return method.invoke(real, with);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    /** Conversations of a user, in each a message at a time of its own; answers with them, the newest first. */
    private List<String> talk(Kind kind, String user, int count) {
        List<String> conversations = new ArrayList<>(IntStream.range(0, count)
                .mapToObj(i -> Ids.direct(user, "peer" + i))
                .toList());
        for (List<String> some : Rows.inStatements(conversations)) {
            DatabaseClient.GenericExecuteSpec insert = DATABASES
                    .get(kind)
                    .client()
                    .sql(
                            "INSERT INTO conversation_member (tenant, conversation, user_id, join_sequence, joined_at) VALUES "
                                    + Rows.values("('default', :c%1$d, :user, 0, 0)", some.size()))
                    .bind("user", user);
            for (int i = 0; i < some.size(); i++) {
                insert = insert.bind("c" + i, some.get(i));
            }
            insert.then().block(WITHIN);
        }
        Collections.shuffle(conversations, new Random(7));
        for (int i = 0; i < count; i++) {
            log.store(event(conversations.get(i), count - i));
        }
        return conversations;
    }

    private static ByteString event(String conversation, long time) {
        Message message = Message.newBuilder()
                .setConversation(conversation)
                .setSequence(1)
                .setSender("peer")
                .build();
        return MessageEvent.newBuilder()
                .setTenant("default")
                .setConversation(conversation)
                .setSequence(1)
                .setSender("peer")
                .setTime(time)
                .setCounts(true)
                .setMessage(message.toByteString())
                .build()
                .toByteString();
    }
}
