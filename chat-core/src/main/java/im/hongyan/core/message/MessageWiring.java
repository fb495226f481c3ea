package im.hongyan.core.message;

import im.hongyan.core.message.sequence.Sequencer;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the sequencer on Redis. */
@Configuration(proxyBeanMethods = false)
class MessageWiring {

    @Bean
    Sequencer messageSequencer(
            StatefulRedisConnection<String, byte[]> redis, MessageProperties properties, MeterRegistry meters) {
        return new Sequencer(redis, properties.sequencing(), meters);
    }
}
