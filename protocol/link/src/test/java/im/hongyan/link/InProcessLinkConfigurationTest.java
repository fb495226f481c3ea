package im.hongyan.link;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.call.CallClient;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.event.EventShards;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.route.RouteTable;
import im.hongyan.local.TestServers;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class InProcessLinkConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(InProcessLinkConfiguration.class)
            .withPropertyValues("hongyan.redis.uri=" + TestServers.redis(), "hongyan.link.event.shards=3");

    @Test
    void offersEveryDoor() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(CallHandlers.class);
            assertThat(context).hasSingleBean(EventPublisher.class);
            assertThat(context).hasSingleBean(EventSource.class);
            assertThat(context).hasSingleBean(RouteTable.class);
            assertThat(context).hasSingleBean(StatefulRedisConnection.class);
            assertThat(context.getBeansOfType(CallClient.class)).hasSize(2);
            assertThat(context.getBean(EventShards.class).count()).isEqualTo(3);
        });
    }

    @Test
    void refusesABoundOutOfRangeAndNamesIt() {
        runner.withPropertyValues("hongyan.link.call.limits.in-flight=0")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("hongyan.link.call.limits.in-flight"));
    }
}
