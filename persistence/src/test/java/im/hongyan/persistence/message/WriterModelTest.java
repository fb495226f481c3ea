package im.hongyan.persistence.message;

import static im.hongyan.persistence.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.proto.MessageEvent;
import im.hongyan.persistence.FakeBatch;
import im.hongyan.persistence.Rig;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.store.Databases;
import im.hongyan.persistence.store.FaultyConnections;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two processes that both believe to be the writer, on one database whose commits fail at random, before or after they
 * took place; messages that come twice, late, with the numbers of others, and batches that come again elsewhere.
 */
class WriterModelTest {
    private static final int BATCHES = 120;
    private static final int CONVERSATIONS = 4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void losesAndDoublesNothing(long seed) {
        Random random = new Random(seed);
        FaultyConnections connections = new FaultyConnections(Databases.h2());
        Random faults = new Random(seed + 1_000);
        connections.failBeforeCommit(() -> chance(faults, 0.05));
        connections.failAfterCommit(() -> chance(faults, 0.05));
        Set<String> accepted = new HashSet<>();
        List<FakeBatch> batches = new ArrayList<>();
        try (Rig one = Rig.on(connections).start();
                Rig two = Rig.on(connections).start()) {
            Map<ConversationKey, Long> counters = new HashMap<>();
            for (int index = 0; index < BATCHES; index++) {
                FakeBatch batch = FakeBatch.of(0, events(random, counters, accepted));
                deliver(random, one, two, batch, batches);
                if (chance(random, 0.2)) {
                    deliver(random, one, two, batch.again(), batches);
                }
            }
            Rig.await("acknowledged", () -> batches.stream().noneMatch(FakeBatch::isOpen));

            connections.failBeforeCommit(() -> false);
            connections.failAfterCommit(() -> false);
            assertThat(batches).allMatch(batch -> batch.outcome().equals("ack"));
            check(one, accepted);
        }
    }

    private static void check(Rig rig, Set<String> accepted) {
        Set<String> found = new HashSet<>();
        for (int index = 0; index < CONVERSATIONS; index++) {
            ConversationKey conversation = conversation(index);
            List<String> log = rig.log(conversation);
            Head head = rig.head(conversation);
            for (String row : log) {
                assertThat(found.add(conversation.conversation() + row.substring(row.indexOf(':'))))
                        .as("stored once: " + row)
                        .isTrue();
            }
            if (!log.isEmpty()) {
                String last = log.getLast();
                assertThat(Long.parseLong(last.substring(0, last.indexOf(':')))).isLessThanOrEqualTo(head.top());
            }
        }
        assertThat(found).isEqualTo(accepted);
    }

    private static void deliver(Random random, Rig one, Rig two, FakeBatch batch, List<FakeBatch> batches) {
        batches.add(batch);
        (random.nextBoolean() ? one : two).deliver(batch);
    }

    private static MessageEvent[] events(Random random, Map<ConversationKey, Long> counters, Set<String> accepted) {
        MessageEvent[] events = new MessageEvent[1 + random.nextInt(5)];
        for (int index = 0; index < events.length; index++) {
            ConversationKey conversation = conversation(random.nextInt(CONVERSATIONS));
            long next = counters.merge(conversation, 1L + (chance(random, 0.1) ? 2 : 0), Long::sum);
            long number = chance(random, 0.1) ? 1 + random.nextInt((int) next) : next;
            String id = "c" + random.nextInt(400);
            accepted.add(conversation.conversation() + ":" + id);
            events[index] = event(conversation, number, "alice", id);
        }
        return events;
    }

    private static ConversationKey conversation(int index) {
        return new ConversationKey("default", "g:group" + index);
    }

    private static boolean chance(Random random, double probability) {
        synchronized (random) {
            return random.nextDouble() < probability;
        }
    }
}
