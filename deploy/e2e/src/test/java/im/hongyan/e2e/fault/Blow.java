package im.hongyan.e2e.fault;

import im.hongyan.e2e.checker.Pulse;
import im.hongyan.e2e.world.ClusterSite;
import im.hongyan.e2e.world.Load;
import im.hongyan.e2e.world.Site;
import im.hongyan.e2e.world.Waiting;
import im.hongyan.local.LocalServer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * One blow of a fault: strikes while sends are on their way, mends what it broke, and tells what shows that it hit.
 *
 * @param <S> what it strikes
 */
@FunctionalInterface
interface Blow<S extends Site> {
    /**
     * Strikes and mends; returns when everything runs again.
     *
     * @param round counts the blows of a run from 0
     */
    Pulse strike(S site, Load load, int round);

    /** Kills one of these processes after the other, each away for a while. */
    static Blow<ClusterSite> kill(Function<ClusterSite, List<? extends LocalServer>> processes, Duration away) {
        return (cluster, load, round) -> {
            List<? extends LocalServer> all = processes.apply(cluster);
            return kill(all.get(round % all.size()), load, away);
        };
    }

    /** Kills one process and starts it again after a while. */
    static Pulse kill(LocalServer server, Load load, Duration away) {
        long[] struck = new long[2];
        long before = server.pid();
        load.pressing(() -> {
            struck[0] = System.nanoTime();
            server.kill();
            struck[1] = System.nanoTime();
        });
        Waiting.pause(away);
        load.easing(server::start);
        return new Pulse("kill of " + server.role(), struck[0], struck[1], "pid " + before + " became " + server.pid());
    }
}
