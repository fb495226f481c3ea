package im.hongyan.gateway.session;

import static im.hongyan.gateway.session.SessionRig.bodies;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.InMemoryConnection;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import im.hongyan.wire.frame.Text;
import im.hongyan.wire.frame.Window;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one user may read, however many devices and connections there are. */
@ExtendWith(LeakFree.class)
class QueryBudgetTest {
    private static final String DIRECT = "d:alice:bob";

    private final SessionRig rig = new SessionRig(Map.of("hongyan.gateway.lane.query-bytes-per-second", "1MB"));

    @AfterEach
    void everybodyLeaves() {
        rig.close();
    }

    private static void sync(InMemoryConnection client, int times) {
        for (int i = 0; i < times; i++) {
            client.send(new Frame(
                    FrameType.SYNC,
                    i + 1,
                    Sync.newBuilder()
                            .addCursors(Cursor.newBuilder().setConversation(DIRECT))
                            .build()));
        }
    }

    /** As many parts of about 100 KB. */
    private void fill(int parts) {
        for (int i = 0; i < 10 * parts; i++) {
            rig.core.store(
                    DIRECT,
                    "bob",
                    Send.newBuilder()
                            .setClientMessageId("c" + i)
                            .setContent(Content.newBuilder()
                                    .setText(Text.newBuilder().setText("x".repeat(10_000))))
                            .build());
        }
    }

    private static int parts(InMemoryConnection client) {
        return bodies(client, SyncPart.class).size();
    }

    // B65
    @Test
    void allDevicesOfAUserShareOneBudget() {
        InMemoryConnection phone = rig.login("alice");
        InMemoryConnection laptop = rig.login("alice", "laptop", Window.getDefaultInstance());
        InMemoryConnection bob = rig.login("bob");
        InMemoryConnection elsewhere = rig.loginTo("other", "alice");

        sync(phone, 60);
        sync(laptop, 41);
        sync(bob, 100);
        sync(elsewhere, 100);

        assertThat(parts(phone)).isEqualTo(60);
        assertThat(parts(laptop)).isEqualTo(40);
        assertThat(bodies(laptop, Problem.class)).singleElement().satisfies(problem -> {
            assertThat(problem.getCode()).isEqualTo("RATE_LIMITED");
            assertThat(problem.getRetryAfterMillis()).isPositive();
        });
        assertThat(parts(bob)).isEqualTo(100);
        assertThat(parts(elsewhere)).isEqualTo(100);
    }

    // B65
    @Test
    void aNewConnectionBringsNoNewBudget() {
        InMemoryConnection first = rig.login("alice");
        sync(first, 100);
        first.leave();

        InMemoryConnection second = rig.login("alice");
        sync(second, 1);
        assertThat(bodies(second, Problem.class)).extracting(Problem::getCode).containsExactly("RATE_LIMITED");

        rig.pass(Duration.ofSeconds(1));
        sync(second, 100);
        assertThat(parts(second)).isEqualTo(100);
    }

    @Test
    void whoHasNotAskedForASecondIsForgotten() {
        sync(rig.login("alice"), 100);
        sync(rig.login("bob"), 1);
        assertThat(rig.gauge("hongyan.gateway.lane.budgets")).isEqualTo(2);

        rig.pass(Duration.ofSeconds(2));
        sync(rig.login("carol"), 1);

        assertThat(rig.gauge("hongyan.gateway.lane.budgets")).isEqualTo(1);
    }

    // B65
    @Test
    void aUserReadsSoManyBytesASecond() {
        fill(100);
        InMemoryConnection phone = rig.login("alice");
        InMemoryConnection laptop = rig.login("alice", "laptop", Window.getDefaultInstance());
        InMemoryConnection bob = rig.login("bob");

        sync(phone, 1);
        sync(laptop, 1);
        sync(bob, 1);

        assertThat(parts(phone) + parts(laptop)).as("the first megabyte").isBetween(10, 15);
        assertThat(parts(bob)).as("his own").isBetween(10, 15);
        rig.pass(Duration.ofSeconds(5));
        assertThat(parts(phone) + parts(laptop)).as("six megabytes").isBetween(55, 75);
        rig.pass(Duration.ofSeconds(20));
        assertThat(parts(phone)).isEqualTo(100);
        assertThat(parts(laptop)).isEqualTo(100);
        assertThat(bodies(phone, SyncPart.class).getLast().getDone()).isTrue();
        assertThat(bodies(phone, Problem.class)).isEmpty();
    }

    @Test
    void whoLeavesBeforeAllIsReadLeavesNoAlarm() {
        fill(50);
        InMemoryConnection alice = rig.login("alice");
        sync(alice, 1);
        assertThat(parts(alice)).isLessThan(50);

        alice.leave();

        assertThat(rig.wheel.alarms()).isZero();
        assertThat(rig.gauge("hongyan.gateway.lane.queries")).isZero();
    }
}
