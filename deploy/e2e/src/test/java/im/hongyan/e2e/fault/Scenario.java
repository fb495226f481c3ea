package im.hongyan.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.e2e.checker.Checker;
import im.hongyan.e2e.checker.Pulse;
import im.hongyan.e2e.checker.Run;
import im.hongyan.e2e.checker.VacuityGuard;
import im.hongyan.e2e.checker.Verdict;
import im.hongyan.e2e.world.Load;
import im.hongyan.e2e.world.Logs;
import im.hongyan.e2e.world.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Load L0, blows at random moments, a drain, full pulls, and the checker's zeros. */
final class Scenario {
    private static final Logger log = LoggerFactory.getLogger(Scenario.class);
    /** Sends that are accepted between two blows, more or less. */
    private static final int BETWEEN = 200;

    private static final int ALL = 1_100;

    private Scenario() {}

    static <S extends Site> void run(S site, Fault<S> fault, long seed) throws InterruptedException {
        Random random = new Random(seed);
        Logs logs = Logs.of(site);
        try (Load load = Load.start(site, "f" + Long.toString(System.currentTimeMillis(), 36), seed)) {
            List<Pulse> pulses = new ArrayList<>();
            for (int round = 0; round < fault.blows(); round++) {
                load.awaitAccepted(BETWEEN / 2 + random.nextInt(BETWEEN));
                log.info("{}: blow {} after {} accepted sends", fault.name(), round + 1, load.accepted());
                pulses.add(fault.blow().strike(site, load, round));
                log.info("{}: mended after blow {}", fault.name(), round + 1);
            }
            load.awaitAccepted(Math.max(BETWEEN, ALL - load.accepted()));
            log.info(
                    "{}: {} accepted sends, {} unanswered, draining", fault.name(), load.accepted(), load.unanswered());
            load.drain();
            log.info("{}: drained, {} unanswered", fault.name(), load.unanswered());
            assertThat(load.pushes())
                    .as("%s: messages are pushed again", fault.name())
                    .isTrue();
            Run run = load.leftBehind(pulses);
            Verdict verdict = Checker.check(run, VacuityGuard.STRICT);
            log.info("{}: {} repeats={} {}", fault.name(), verdict, load.repeats(), pulses);
            assertThat(verdict.greenAndInPlace())
                    .as("%s with seed %d: %s", fault.name(), seed, verdict)
                    .isTrue();
            fault.beyond().accept(run, fault.name());
        }
        logs.check();
    }
}
