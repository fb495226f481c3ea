package im.hongyan.e2e.fault;

import im.hongyan.e2e.checker.VacuityGuard;
import im.hongyan.e2e.world.ClusterSite;
import im.hongyan.e2e.world.SharedCluster;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that was accepted is lost, doubled, reordered or hidden, whatever is killed. The guard is {@link VacuityGuard}. */
@Timeout(600)
class FaultsTest {
    @ParameterizedTest
    @MethodSource("im.hongyan.e2e.fault.Faults#all")
    void keepsThePromises(Fault<ClusterSite> fault) throws InterruptedException {
        Scenario.run(SharedCluster.site(), fault, System.nanoTime());
    }
}
