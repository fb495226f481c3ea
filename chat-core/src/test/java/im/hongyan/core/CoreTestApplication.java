package im.hongyan.core;

import im.hongyan.core.rig.LogDouble;
import im.hongyan.link.InProcessLinkConfiguration;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.event.EventSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.Disposable;

/** Chat-core as it runs in standalone, with a log in memory in persistence's place. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ChatCoreConfiguration.class, InProcessLinkConfiguration.class})
class CoreTestApplication {

    @Bean
    LogDouble logDouble(CallHandlers handlers) {
        LogDouble log = new LogDouble();
        handlers.onCall(Calls.READ_HEADS, request -> log.call(Calls.READ_HEADS, request));
        handlers.onCall(Calls.READ_ACTIVITIES, request -> log.call(Calls.READ_ACTIVITIES, request));
        handlers.onCall(Calls.READ_OVERVIEWS, request -> log.call(Calls.READ_OVERVIEWS, request));
        handlers.onCall(Calls.FIND, request -> log.call(Calls.FIND, request));
        handlers.onStream(Calls.READ_LOG, request -> log.stream(Calls.READ_LOG, request));
        return log;
    }

    @Bean(destroyMethod = "dispose")
    Disposable writer(EventSource events, LogDouble log) {
        return events.messageShards(16).subscribe(batch -> {
            batch.records().forEach(log::store);
            batch.ack();
        });
    }
}
