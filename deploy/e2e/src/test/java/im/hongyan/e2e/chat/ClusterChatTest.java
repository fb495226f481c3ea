package im.hongyan.e2e.chat;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.e2e.world.ClusterSite;
import im.hongyan.e2e.world.Company;
import im.hongyan.e2e.world.Device;
import im.hongyan.e2e.world.LiveHeap;
import im.hongyan.e2e.world.SharedCluster;
import im.hongyan.e2e.world.Site;
import im.hongyan.e2e.world.Waiting;
import im.hongyan.local.LocalServer;
import im.hongyan.wire.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class ClusterChatTest extends ChatContract {
    private static final int SLOW = 12;
    private static final int MESSAGES = 500;
    private static final int WINDOW_BYTES = 1024 * 1024;

    @Override
    Site site() {
        return SharedCluster.site();
    }

    @Test
    void keepsNoMoreOfASlowReaderThanItsWindow() {
        ClusterSite cluster = SharedCluster.site();
        try (Company company = new Company(cluster)) {
            Device sender = company.device("sender", "phone");
            Device quick = company.device("quick", "phone");
            List<Device> slow = IntStream.range(0, SLOW)
                    .mapToObj(i -> company.device("slow" + i, "phone"))
                    .toList();
            List<String> everybody = new ArrayList<>(List.of("sender", "quick"));
            slow.forEach(device -> everybody.add(company.nameOf(device)));
            String group = company.group("slow", sender, everybody);
            company.awaitEqual(Duration.ofSeconds(10));
            long before = heap(cluster);
            slow.forEach(Device::pause);
            String text = "x".repeat(20_000);
            Flux.range(0, MESSAGES)
                    .flatMap(i -> sender.send(group, Ids.newClientMessageId(), text, false), 8)
                    .blockLast(Duration.ofSeconds(60));
            assertThat(Waiting.until(
                            Duration.ofSeconds(20), () -> applied(quick, group).size() == MESSAGES + 1))
                    .as("the quick reader has everything")
                    .isTrue();
            assertThat(heap(cluster) - before)
                    .as("bytes that the gateways hold for %d slow readers of %d", SLOW, MESSAGES * text.length())
                    .isLessThan((long) SLOW * WINDOW_BYTES);
            slow.forEach(Device::resume);
            assertThat(company.awaitEqual(Duration.ofSeconds(60)))
                    .as("caught up")
                    .isTrue();
            assertGreen(company.judge());
        }
    }

    private static long heap(ClusterSite cluster) {
        return cluster.gateways().stream()
                .mapToLong(LocalServer::pid)
                .map(LiveHeap::bytes)
                .sum();
    }
}
