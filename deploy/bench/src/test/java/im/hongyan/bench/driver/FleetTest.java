package im.hongyan.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.bench.plan.Pace;
import im.hongyan.bench.plan.Plan;
import im.hongyan.bench.plan.Result;
import im.hongyan.bench.plan.Target;
import im.hongyan.bench.relay.Relay;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.wire.Ids;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The driver against the relay, which is a server that does everything right but keep. */
@Timeout(60)
class FleetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static Relay relay;

    @BeforeAll
    static void startRelay() {
        relay = new Relay(0);
    }

    @AfterAll
    static void stopRelay() {
        relay.close();
    }

    @Test
    void deliversEverySendOfAnOpenLoopOnceAndInOrder() {
        Target ann = new Target("ann", Ids.direct("ann", "bob"), List.of("bob"));
        Target cid = new Target("cid", Ids.direct("cid", "dan"), List.of("dan"));
        Result result = run(List.of(ann, cid), new Pace.Open(400), 2);
        assertThat(result.sent()).isEqualTo(600);
        assertThat(result.sentMeasured()).isEqualTo(400);
        assertThat(result.accepted()).isEqualTo(600);
        assertThat(result.delivered()).isEqualTo(600);
        assertThat(result.deliveredMeasured()).isEqualTo(400);
        assertThat(result.deliveries().getTotalCount()).isEqualTo(400);
        assertThat(result.answers().getTotalCount()).isEqualTo(400);
        assertThat(result.clean()).as(faults(result)).isTrue();
    }

    @Test
    void fansOutToTheMembersOfAGroup() {
        Target group = new Target("g.m0", Ids.group("g"), List.of("g.m1", "g.m2", "g.m3"));
        Result result = run(List.of(group), new Pace.Open(100), 1);
        assertThat(result.accepted()).isEqualTo(150);
        assertThat(result.delivered()).isEqualTo(450);
        assertThat(result.clean()).as(faults(result)).isTrue();
    }

    @Test
    void keepsAClosedLoopBusyUntilTheEnd() {
        Target ann = new Target("ann", Ids.direct("ann", "bob"), List.of("bob"));
        int inFlight = 8;
        Result result = run(List.of(ann), new Pace.Closed(inFlight), 1);
        assertThat(result.accepted()).isGreaterThan(2L * inFlight).isEqualTo(result.sent());
        assertThat(result.clean()).as(faults(result)).isTrue();
    }

    @Test
    void countsWhatAReceiverDoesNotGetAsLost() {
        // The relay delivers to "bob" only; "eve" is counted on without being in the conversation.
        Target ann = new Target("ann", Ids.direct("ann", "bob"), List.of("bob", "eve"));
        Result result = run(List.of(ann), new Pace.Open(100), 1);
        assertThat(result.lost()).isEqualTo(result.accepted()).isPositive();
        assertThat(result.clean()).isFalse();
    }

    @Test
    void aRoundWithoutAnythingAcceptedIsNotClean() {
        Target ann = new Target("ann", Ids.direct("ann", "bob"), List.of("bob"));
        Result result = run(List.of(ann), new Pace.Open(0.001), 1);
        assertThat(result.accepted()).isEqualTo(1);
        assertThat(result.clean()).as(faults(result)).isTrue();
        assertThat(nothingAccepted(result).clean()).isFalse();
    }

    private static Result nothingAccepted(Result result) {
        return new Result(
                result.answers(), result.deliveries(), Map.of("BUSY", 9L), 9, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void failsWhenNobodyListens() {
        Relay gone = new Relay(0);
        gone.close();
        try (Fleet fleet = new Fleet(Endpoint.tcp("127.0.0.1", gone.port()), 1)) {
            assertThatThrownBy(() -> fleet.connect(List.of("ann")))
                    .isInstanceOf(UnansweredException.class)
                    .hasMessageContaining("tcp://127.0.0.1:" + gone.port())
                    .hasRootCauseInstanceOf(ConnectException.class);
        }
    }

    private static String faults(Result result) {
        return "lost %d, repeated %d, out of order %d, unanswered %d"
                .formatted(result.lost(), result.repeated(), result.outOfOrder(), result.unanswered());
    }

    private static Result run(List<Target> targets, Pace pace, int threads) {
        try (Fleet fleet = new Fleet(Endpoint.tcp("127.0.0.1", relay.port()), threads)) {
            targets.forEach(target -> {
                fleet.connect(List.of(target.sender()));
                fleet.connect(target.receivers());
            });
            Plan plan = new Plan(targets, pace, Duration.ofMillis(500), Duration.ofSeconds(1), 100);
            return fleet.run(plan, () -> {}, () -> {}, PATIENCE);
        }
    }
}
