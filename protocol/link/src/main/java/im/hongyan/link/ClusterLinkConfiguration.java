package im.hongyan.link;

import com.alibaba.cloud.nacos.NacosDiscoveryProperties;
import com.alibaba.cloud.nacos.NacosServiceManager;
import im.hongyan.link.call.CallClient;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.discovery.NacosTargets;
import im.hongyan.link.call.discovery.StaticTargets;
import im.hongyan.link.call.discovery.Targets;
import im.hongyan.link.call.rsocket.RSocketCallServer;
import im.hongyan.link.call.rsocket.RSocketCalls;
import im.hongyan.link.event.amqp.AmqpEventConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * The links of the cluster: calls over RSocket, events over AMQP. A client of a service exists when somebody needs it; calls
 * are answered when {@code hongyan.link.call.port} is set.
 */
@Configuration(proxyBeanMethods = false)
@Import({LinkConfiguration.class, AmqpEventConfiguration.class})
@EnableConfigurationProperties(CallProperties.class)
public class ClusterLinkConfiguration {

    @Bean
    @Lazy
    @Qualifier("chat-core") CallClient chatCoreCalls(Targets targets, CallProperties properties, MeterRegistry meters) {
        return new RSocketCalls("chat-core", targets.of("chat-core"), properties, meters);
    }

    @Bean
    @Lazy
    @Qualifier("persistence") CallClient persistenceCalls(Targets targets, CallProperties properties, MeterRegistry meters) {
        return new RSocketCalls("persistence", targets.of("persistence"), properties, meters);
    }

    @Bean
    @ConditionalOnProperty("hongyan.link.call.port")
    RSocketCallServer callServer(CallHandlers handlers, CallProperties properties, MeterRegistry meters) {
        return new RSocketCallServer(handlers, Objects.requireNonNull(properties.port()), properties, meters);
    }

    /** Where the instances are, told by a list in the configuration. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.cloud.nacos.discovery.enabled", havingValue = "false")
    static class Listed {

        @Bean
        Targets targets(CallProperties properties) {
            return new StaticTargets(properties.services());
        }
    }

    /** Where the instances are, told by Nacos. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "spring.cloud.nacos.discovery.enabled", matchIfMissing = true)
    static class Discovered {

        @Bean
        Targets targets(NacosServiceManager nacos, NacosDiscoveryProperties properties) {
            return new NacosTargets(nacos::getNamingService, properties.getGroup());
        }
    }
}
