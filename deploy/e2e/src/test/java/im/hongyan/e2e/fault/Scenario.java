package im.hongyan.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.e2e.checker.Checker;
import im.hongyan.e2e.checker.Count;
import im.hongyan.e2e.checker.Pulse;
import im.hongyan.e2e.checker.Run;
import im.hongyan.e2e.checker.VacuityGuard;
import im.hongyan.e2e.checker.Verdict;
import im.hongyan.e2e.world.ClusterSite;
import im.hongyan.e2e.world.Load;
import im.hongyan.e2e.world.Logs;
import im.hongyan.e2e.world.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Load L0, blows at random moments, a drain, full pulls, and the checker's zeros. */
final class Scenario {
    private static final Logger log = LoggerFactory.getLogger(Scenario.class);
    private static final Duration WARM = Duration.ofSeconds(3);

    private Scenario() {}

    static void run(ClusterSite cluster, Fault fault, long seed) throws InterruptedException {
        Random random = new Random(seed);
        Logs logs = Logs.from(cluster);
        try (Load load = Load.start(cluster, "f" + Long.toString(System.currentTimeMillis(), 36), seed)) {
            Waiting.pause(WARM);
            List<Pulse> pulses = new ArrayList<>();
            for (int round = 0; round < fault.blows(); round++) {
                Waiting.pause(Duration.ofMillis(500 + random.nextInt(1_500)));
                pulses.add(fault.blow().strike(cluster, load, round));
            }
            Waiting.pause(Duration.ofSeconds(2));
            load.drain();
            Run run = load.leftBehind(pulses);
            Verdict verdict = Checker.check(run, VacuityGuard.STRICT);
            log.info("{}: {} {}", fault.name(), verdict, pulses);
            assertThat(verdict.green())
                    .as("%s with seed %d: %s", fault.name(), seed, verdict)
                    .isTrue();
            if (!fault.mayResequence()) {
                assertThat(verdict.of(Count.RESEQUENCED)).as("%s", verdict).isZero();
            }
            fault.beyond().accept(run, fault.name());
        }
        logs.check();
    }
}
