package im.hongyan.persistence.message;

import static im.hongyan.persistence.store.Samples.DIRECT;
import static im.hongyan.persistence.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.LogPage;
import im.hongyan.link.proto.ReadLog;
import im.hongyan.link.redis.Redis;
import im.hongyan.link.redis.RedisProperties;
import im.hongyan.local.MariaDbServer;
import im.hongyan.local.RedisServer;
import im.hongyan.local.TestServers;
import im.hongyan.persistence.Doors;
import im.hongyan.persistence.FakeBatch;
import im.hongyan.persistence.Rig;
import im.hongyan.persistence.store.Databases;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Real servers that are killed and frozen under the writer. */
class ServerFaultTest {

    @Test
    void survivesADatabaseThatIsKilledAndFrozen() {
        try (MariaDbServer server = TestServers.newMariaDb();
                Rig rig = Rig.on(Databases.mariaDb(server.account()))
                        .with("store.write-timeout", "1s")
                        .start()) {
            FakeBatch before = batch(1);
            rig.deliver(before);
            Rig.await("acknowledged", () -> before.outcome().equals("ack"));

            server.kill();
            List<FakeBatch> during = IntStream.rangeClosed(2, 20)
                    .mapToObj(ServerFaultTest::batch)
                    .toList();
            during.forEach(rig::deliver);
            double failures = rig.count("hongyan.log.failures");
            Rig.await("tried", () -> rig.count("hongyan.log.failures") > failures + 1);
            assertThat(during).allMatch(FakeBatch::isOpen);
            server.start();
            Rig.await(
                    "caught up",
                    () -> during.stream().allMatch(batch -> batch.outcome().equals("ack")));

            server.freeze();
            FakeBatch frozen = batch(21);
            rig.deliver(frozen);
            double silent = rig.count("hongyan.log.failures");
            Rig.await("tried", () -> rig.count("hongyan.log.failures") > silent);
            server.thaw();
            Rig.await("caught up", () -> frozen.outcome().equals("ack"));

            assertThat(rig.log(DIRECT)).hasSize(21);
        }
    }

    @Test
    void readsAndWritesWithoutRedis() {
        try (RedisServer server = TestServers.newRedis();
                Redis redis = Redis.connect(RedisProperties.of(server.uri()));
                Rig rig = Rig.on(Databases.h2()).redis(redis.connection()).start()) {
            FakeBatch before = batch(1);
            rig.deliver(before);
            Rig.await("acknowledged", () -> before.outcome().equals("ack"));

            server.freeze();
            readsAllInTime(rig, 1);
            FakeBatch silent = batch(2);
            rig.deliver(silent);
            Rig.await("acknowledged", () -> silent.outcome().equals("ack"));
            server.thaw();
            server.kill();
            FakeBatch refused = FakeBatch.of(0, event(DIRECT, 2, "bob", "taken-number"));
            rig.deliver(refused);
            Rig.await("acknowledged", () -> refused.outcome().equals("ack"));

            readsAllInTime(rig, 3);
            assertThat(rig.log(DIRECT)).containsExactly("1:c1", "2:c2", "3:taken-number");
        }
    }

    private static void readsAllInTime(Rig rig, int messages) {
        ReadLog query = ReadLog.newBuilder()
                .setTenant(DIRECT.tenant())
                .setConversation(DIRECT.conversation())
                .build();
        List<LogPage> pages =
                new Doors(rig).stream(Calls.READ_LOG, query).collectList().block(Duration.ofSeconds(1));
        assertThat(pages).hasSize(1);
        assertThat(pages.getFirst().getMessagesCount()).isEqualTo(messages);
    }

    private static FakeBatch batch(int number) {
        return FakeBatch.of(0, event(DIRECT, number, "alice", "c" + number));
    }
}
