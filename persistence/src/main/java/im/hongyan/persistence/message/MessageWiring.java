package im.hongyan.persistence.message;

import im.hongyan.link.event.EventSource;
import im.hongyan.persistence.change.Changes;
import im.hongyan.persistence.delivery.Relay;
import im.hongyan.persistence.history.RecentMessages;
import im.hongyan.persistence.store.Fence;
import im.hongyan.persistence.store.HeadRepository;
import im.hongyan.persistence.store.MessageLog;
import im.hongyan.persistence.store.MessageRepository;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Puts the writers together with what they write to and what happens after a commit. */
@Configuration(proxyBeanMethods = false)
class MessageWiring {

    /** Tells the time and waits: the one clock of the room. */
    @Bean(destroyMethod = "")
    Scheduler messageLogTimer() {
        return Schedulers.parallel();
    }

    @Bean
    CalmClock messageLogClock(EventSource events, @Qualifier("messageLogTimer") Scheduler timer) {
        return new CalmClock(events::life, timer);
    }

    @Bean
    Writer.Tables messageLogTables(
            Fence fence, HeadRepository heads, MessageRepository messages, MessageLog log, Changes changes) {
        return new Writer.Tables(fence, heads, messages, log, changes);
    }

    @Bean
    Writers messageLogWriters(
            Writer.Tables tables,
            MessageProperties properties,
            Floors floors,
            Writers.Teller teller,
            WriterMeters writerMeters,
            CalmClock clock,
            MeterRegistry meters) {
        return new Writers(
                properties,
                index -> new Writer(index, tables, properties, floors, writerMeters, clock),
                teller,
                meters);
    }

    @Bean
    Writers.Teller messageLogTeller(Relay relay, RecentMessages recent) {
        return turns -> {
            var hints = turns.stream().flatMap(List::stream).toList();
            return relay.tell(hints).and(recent.remember(hints));
        };
    }

    @Bean
    HoleSweeper messageLogSweeper(
            HeadRepository heads,
            Writers writers,
            WriterMeters writerMeters,
            MessageProperties properties,
            CalmClock clock) {
        return new HoleSweeper(heads, writers, writerMeters, properties, clock);
    }
}
