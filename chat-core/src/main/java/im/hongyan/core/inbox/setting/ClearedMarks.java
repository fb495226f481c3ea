package im.hongyan.core.inbox.setting;

import im.hongyan.core.history.ClearMarks;
import im.hongyan.core.known.LastKnown;
import im.hongyan.link.proto.Principal;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Up to where readers have deleted, as last known; one question tells it of all their conversations. */
@Component
final class ClearedMarks implements ClearMarks {
    /** As long as for a membership, which is asked for at the same time. */
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private record Reader(String tenant, String user) {}

    private final LastKnown<Reader, Map<String, Long>> known;

    ClearedMarks(SettingRepository settings, SettingProperties properties, MeterRegistry meters) {
        this.known = new LastKnown<Reader, Map<String, Long>>(
                        properties.readers(),
                        new LastKnown.Ages<>(marks -> properties.staleness(), properties.trusted(), ANSWER),
                        reader -> settings.cleared(reader.tenant(), reader.user()),
                        System::nanoTime)
                .meteredAs("deleted conversations", meters);
    }

    @Override
    public Mono<Long> clearedTo(Principal reader, String conversation) {
        return known.get(new Reader(reader.getTenant(), reader.getUser()))
                .map(marks -> marks.getOrDefault(conversation, 0L));
    }

    /** After the commit. */
    void changed(String tenant, String user) {
        known.forget(new Reader(tenant, user));
    }
}
