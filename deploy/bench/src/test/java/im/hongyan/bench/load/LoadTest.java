package im.hongyan.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.DisposableServer;

/** The load tool against the relay, over real sockets. */
class LoadTest {
    private final DisposableServer relay = Relay.serve(0);

    @AfterEach
    void stop() {
        relay.disposeNow();
    }

    @Test
    void closedLoopDeliversWhatIsAccepted() throws Exception {
        RunReport report = load().run(plan(new Shape.Direct(3), new Pace.Closed(4)));

        assertThat(report.checks()).isEqualTo(new RunReport.Checks(0, 0, 0));
        assertThat(report.accepted()).isGreaterThan(100);
        assertThat(report.delivered()).isEqualTo(report.sent());
    }

    @Test
    void openLoopSendsAtTheRateThatWasPlanned() throws Exception {
        RunReport report = load().run(plan(new Shape.Direct(2), new Pace.Open(200)));

        assertThat(report.sent()).isBetween(195L, 205L);
        assertThat(report.delivered()).isEqualTo(report.sent());
    }

    @Test
    void groupMessageReachesEveryOtherMember() throws Exception {
        RunReport report = load().run(plan(new Shape.Group(20, 1), new Pace.Closed(1)));

        assertThat(report.checks().clean()).isTrue();
        assertThat(report.delivered()).isEqualTo(19 * report.sent());
    }

    private Load load() {
        return new Load(new Target("127.0.0.1", relay.port(), 0, Transport.TCP), LoadTest::token, Map.of(), 1);
    }

    private static RunPlan plan(Shape shape, Pace pace) {
        return new RunPlan("run", shape, pace, Duration.ofMillis(200), Duration.ofSeconds(1), 100, true);
    }

    private static String token(String user) {
        String claims = "{\"sub\":\"" + user + "\"}";
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".";
    }
}
