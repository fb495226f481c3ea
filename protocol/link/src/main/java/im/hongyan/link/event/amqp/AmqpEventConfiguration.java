package im.hongyan.link.event.amqp;

import im.hongyan.link.event.EventProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Events over RabbitMQ: the publisher and the source are one bean. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventProperties.class)
public class AmqpEventConfiguration {

    @Bean
    AmqpEvents amqpEvents(EventProperties properties, ObjectProvider<MeterRegistry> meters) {
        return new AmqpEvents(properties, meters.getIfAvailable(SimpleMeterRegistry::new));
    }
}
