package im.hongyan.link;

import im.hongyan.link.call.CallClient;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.InProcessCalls;
import im.hongyan.link.event.EventProperties;
import im.hongyan.link.event.InProcessEvents;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The links of standalone: calls and events stay in the process. */
@Configuration(proxyBeanMethods = false)
@Import(LinkConfiguration.class)
@EnableConfigurationProperties(CallProperties.class)
public class InProcessLinkConfiguration {

    @Bean
    @Qualifier("chat-core") CallClient chatCoreCalls(CallHandlers handlers, CallProperties properties, ObjectProvider<MeterRegistry> meters) {
        return new InProcessCalls("chat-core", handlers, properties.limits(), registry(meters));
    }

    @Bean
    @Qualifier("persistence") CallClient persistenceCalls(
            CallHandlers handlers, CallProperties properties, ObjectProvider<MeterRegistry> meters) {
        return new InProcessCalls("persistence", handlers, properties.limits(), registry(meters));
    }

    @Bean
    InProcessEvents inProcessEvents(EventProperties properties, ObjectProvider<MeterRegistry> meters) {
        return new InProcessEvents(properties, registry(meters));
    }

    private static MeterRegistry registry(ObjectProvider<MeterRegistry> meters) {
        return meters.getIfAvailable(SimpleMeterRegistry::new);
    }
}
