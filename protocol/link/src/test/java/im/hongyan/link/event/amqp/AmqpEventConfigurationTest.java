package im.hongyan.link.event.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.hongyan.link.event.EventPublisher;
import im.hongyan.link.event.EventSource;
import im.hongyan.local.TestServers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AmqpEventConfigurationTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(AmqpEventConfiguration.class)
            .withPropertyValues("hongyan.link.event.prefix=test-" + UUID.randomUUID(), "hongyan.link.event.shards=2");

    @Test
    void isThePublisherAndTheSource() {
        application
                .withPropertyValues("hongyan.link.event.uri=" + TestServers.rabbit())
                .run(context -> {
                    assertThat(context).hasSingleBean(EventPublisher.class).hasSingleBean(EventSource.class);
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> context.getBean(AmqpEvents.class).connected());
                });
    }

    @Test
    void startsWithoutABroker() {
        application
                .withPropertyValues("hongyan.link.event.uri=amqp://127.0.0.1:1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(AmqpEvents.class).connected()).isFalse();
                });
    }

    @Test
    void refusesAnAddressThatIsNone() {
        application
                .withPropertyValues("hongyan.link.event.uri=http://somewhere")
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("http"));
    }
}
