package im.hongyan.link;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.call.CallClient;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.rsocket.RSocketCallServer;
import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.route.RouteTable;
import im.hongyan.local.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClusterLinkConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(ClusterLinkConfiguration.class)
            .withBean(SimpleMeterRegistry.class)
            .withPropertyValues(
                    "spring.cloud.nacos.discovery.enabled=false",
                    "hongyan.redis.uri=" + TestServers.redis(),
                    "hongyan.link.event.uri=" + TestServers.rabbit(),
                    "hongyan.link.call.services.persistence=127.0.0.1:1");

    @Test
    void offersEveryDoor() {
        runner.withPropertyValues("hongyan.link.call.port=0", "hongyan.link.call.secret=a-secret-of-this-test")
                .run(context -> {
                    assertThat(context).hasSingleBean(CallHandlers.class);
                    assertThat(context).hasSingleBean(EventPublisher.class);
                    assertThat(context).hasSingleBean(EventSource.class);
                    assertThat(context).hasSingleBean(RouteTable.class);
                    assertThat(context).hasSingleBean(RSocketCallServer.class);
                    assertThat(context.getBeanNamesForType(CallClient.class)).hasSize(2);
                    assertThat(context.getBean("persistenceCalls")).isInstanceOf(CallClient.class);
                });
    }

    @Test
    void connectsToNobodyWhomNobodyNeeds() {
        runner.withPropertyValues("hongyan.link.call.secret=a-secret-of-this-test")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(RSocketCallServer.class);
                    assertThat(context.getBeanFactory().containsSingleton("chatCoreCalls"))
                            .isFalse();
                    assertThat(context.getBeanFactory().containsSingleton("persistenceCalls"))
                            .isFalse();
                });
    }

    @Test
    void refusesToStartWithoutASecret() {
        for (String secret : new String[] {"", "too-short"}) {
            runner.withPropertyValues("hongyan.link.call.port=0", "hongyan.link.call.secret=" + secret)
                    .run(context -> assertThat(context.getStartupFailure())
                            .rootCause()
                            .hasMessageContaining("hongyan.link.call.secret must be set"));
        }
    }
}
