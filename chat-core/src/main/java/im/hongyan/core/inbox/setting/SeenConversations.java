package im.hongyan.core.inbox.setting;

import im.hongyan.core.inbox.setting.SettingRepository.Owner;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.receipt.SeenListener;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.link.batch.BatchBounds;
import im.hongyan.link.batch.QueuedBatcher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Takes the mark of being unread from what a user has seen: many READs are one question to the database, and few lead to a change.
 * Best effort, and never delays a READ.
 */
@Component
final class SeenConversations implements SeenListener, DisposableBean {
    private static final int CONCURRENT_BATCHES = 2;
    private static final int QUEUED = 10_000;
    private static final int PER_BATCH = 512;
    private static final int CONCURRENT_CHANGES = 8;

    private record Seen(Owner owner, long atMillis) {}

    private final SettingRepository settings;
    private final SettingLedger ledger;
    private final SettingProperties bounds;
    private final QueuedBatcher<Seen, Boolean> batcher;
    private final Counter failed;
    private final Clock clock = Clock.systemUTC();

    SeenConversations(
            SettingRepository settings, SettingLedger ledger, SettingProperties bounds, MeterRegistry meters) {
        this.settings = settings;
        this.ledger = ledger;
        this.bounds = bounds;
        this.batcher = new QueuedBatcher<>(
                "seen conversations",
                BatchBounds.ofItems(CONCURRENT_BATCHES, QUEUED, PER_BATCH),
                seen -> 1,
                meters,
                this::unmark);
        this.failed = Counter.builder("hongyan.core.inbox.seen.failed")
                .baseUnit("conversations")
                .description("Conversations that were seen and may still be marked as unread")
                .register(meters);
    }

    @Override
    public void seen(ConversationKey conversation, String user) {
        // Owned by the batcher: bounded by its queue, ended by its end.
        batcher.submit(new Seen(new Owner(conversation, user), clock.millis()))
                .subscribe(done -> {}, failure -> failed.increment());
    }

    private Mono<List<Boolean>> unmark(List<Seen> seen) {
        Map<Owner, Long> last = new LinkedHashMap<>();
        seen.forEach(one -> last.merge(one.owner(), one.atMillis(), Math::max));
        return Deadlines.ofStore(settings.marked(List.copyOf(last.keySet())).collectList(), bounds.databaseDeadline())
                .flatMapIterable(marked -> marked)
                .flatMap(owner -> unmark(owner, last.getOrDefault(owner, 0L)), CONCURRENT_CHANGES)
                .then(Mono.fromSupplier(() -> seen.stream().map(one -> true).toList()));
    }

    /** What was marked after it was seen stays so. Of several one may fail. */
    private Mono<Setting> unmark(Owner owner, long seenAtMillis) {
        Mono<Setting> written = ledger.write(
                owner,
                (setting, version) -> setting.markedAtMillis() <= seenAtMillis
                        ? setting.withMarkedUnread(false, seenAtMillis)
                        : setting);
        return Deadlines.ofStore(written, bounds.databaseDeadline())
                .doOnError(failure -> failed.increment())
                .onErrorComplete();
    }

    @Override
    public void destroy() {
        batcher.close();
    }
}
