package im.hongyan.e2e.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.e2e.checker.Checker;
import im.hongyan.e2e.checker.Count;
import im.hongyan.e2e.checker.VacuityGuard;
import im.hongyan.e2e.checker.Verdict;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker is silent about a right system under every fault, and names each planted bug by its count. */
class CheckerTest {
    private static final int SEEDS = 20;
    private static final VacuityGuard GUARD = new VacuityGuard(300, 0, 3);

    @Test
    void isSilentAboutARightSystem() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Verdict verdict = Checker.check(Simulation.run(Bug.NONE, EnumSet.allOf(Fault.class), seed), GUARD);
            assertThat(verdict.green()).as("seed %d: %s", seed, verdict).isTrue();
            assertThat(verdict.of(Count.RECOVERED)).isPositive();
            assertThat(verdict.of(Count.VOIDED)).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isSilentAboutARightSystemUnderEachFaultAlone(Fault fault) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Verdict verdict =
                    Checker.check(Simulation.run(Bug.NONE, EnumSet.of(fault), seed), new VacuityGuard(300, 0, 0));
            assertThat(green(verdict, fault)).as("seed %d: %s", seed, verdict).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPTED_BEFORE_CONFIRM, CORE_CRASH, LOST",
        "BROKER_ACK_BEFORE_COMMIT, WRITER_CRASH, LOST",
        "DEDUP_WITHOUT_SENDER, DISCONNECT, LOST",
        "COUNTER_FROM_ZERO, REDIS_FLUSH, RESEQUENCED",
        "VOID_SKIPPED_BY_INSERT_CHECK, LATE_PUBLISH, HIDDEN",
        "PUSH_BEFORE_COMMIT, LATE_PUBLISH, PHANTOM",
        "SUBSCRIBE_AFTER_PULL, DISCONNECT, HIDDEN",
        "DELIVERED_ON_SOCKET_WRITE, DISCONNECT, FALSE_RECEIPT",
        "CANCEL_REACHES_COMMIT, DISCONNECT, LOST",
    })
    void namesThePlantedBug(Bug bug, Fault fault, Count expected) {
        int red = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Set<Fault> faults = EnumSet.of(fault);
            Verdict right = Checker.check(Simulation.run(Bug.NONE, faults, seed), new VacuityGuard(300, 0, 0));
            Verdict wrong = Checker.check(Simulation.run(bug, faults, seed), new VacuityGuard(300, 0, 0));
            assertThat(green(right, fault)).as("seed %d: %s", seed, right).isTrue();
            assertThat(right.of(expected)).as("seed %d", seed).isZero();
            red += wrong.of(expected) > 0 && !green(wrong, fault) ? 1 : 0;
        }
        assertThat(red).as("red seeds of %d", SEEDS).isGreaterThan(SEEDS * 9 / 10);
    }

    /** A publish that comes too late gets a fresh number, and then all behind it: lawful, however many. */
    private static boolean green(Verdict verdict, Fault fault) {
        return fault == Fault.LATE_PUBLISH ? verdict.green() : verdict.greenAndInPlace();
    }
}
