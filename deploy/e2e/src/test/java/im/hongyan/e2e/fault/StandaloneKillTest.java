package im.hongyan.e2e.fault;

import im.hongyan.e2e.checker.Pulse;
import im.hongyan.e2e.world.Load;
import im.hongyan.e2e.world.StandaloneProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole server in one process, killed in the middle of everything, has everything again. */
@Timeout(600)
class StandaloneKillTest {
    @Test
    void hasEverythingAgainAfterAKill() throws InterruptedException {
        try (StandaloneProcess server = new StandaloneProcess()) {
            Scenario.run(server, Fault.of("kill of a standalone server", 3, StandaloneKillTest::kill), 1);
        }
    }

    private static Pulse kill(StandaloneProcess server, Load load, int round) {
        long[] struck = new long[2];
        long before = server.pid();
        load.pressing(() -> {
            struck[0] = System.nanoTime();
            server.kill();
            struck[1] = System.nanoTime();
        });
        load.easing(server::start);
        return new Pulse("kill", struck[0], struck[1], "pid " + before + " became " + server.pid());
    }
}
