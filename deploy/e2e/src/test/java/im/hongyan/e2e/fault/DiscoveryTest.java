package im.hongyan.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.e2e.checker.Checker;
import im.hongyan.e2e.checker.Pulse;
import im.hongyan.e2e.checker.Run;
import im.hongyan.e2e.checker.VacuityGuard;
import im.hongyan.e2e.checker.Verdict;
import im.hongyan.e2e.world.ClusterSite;
import im.hongyan.e2e.world.ClusterSite.Size;
import im.hongyan.e2e.world.Load;
import im.hongyan.local.LocalServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Everything finds everything through a real Nacos: an instance that dies is not missed, one that comes is used, and what is
 * known stays in use without a Nacos.
 */
@Timeout(600)
class DiscoveryTest {
    private static final int SOME = 200;
    private static final int MANY = 1_100;

    @SuppressWarnings("NullAway.Init")
    private static ClusterSite cluster;

    @BeforeAll
    static void start() {
        cluster = ClusterSite.start(new Size(1, 2, 1, true));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void goesOnWithTheInstanceThatWasAddedWhenTheOthersAndNacosAreGone() throws InterruptedException {
        try (Load load = Load.start(cluster, "nacos", 1)) {
            load.awaitAccepted(SOME);
            Pulse first = kill(cluster.cores().get(0), load);
            load.awaitAccepted(SOME);
            load.easing(cluster::addCore);
            Pulse second = kill(cluster.cores().get(1), load);
            load.awaitAccepted(SOME);
            Pulse third = kill(cluster.nacos(), load);
            load.awaitAccepted(MANY - load.accepted());
            load.drain();
            Run run = load.leftBehind(List.of(first, second, third));
            Verdict verdict = Checker.check(run, VacuityGuard.STRICT);
            assertThat(verdict.greenAndInPlace()).as("%s", verdict).isTrue();
        }
    }

    private static Pulse kill(LocalServer server, Load load) {
        long[] struck = new long[2];
        load.pressing(() -> {
            struck[0] = System.nanoTime();
            server.kill();
            struck[1] = System.nanoTime();
        });
        return new Pulse("kill of " + server.role(), struck[0], struck[1], server.alive() ? "" : "process gone");
    }
}
