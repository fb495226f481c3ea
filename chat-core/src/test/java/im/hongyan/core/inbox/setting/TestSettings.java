package im.hongyan.core.inbox.setting;

import im.hongyan.core.conversation.TestConversations;
import im.hongyan.core.log.LogClient;
import im.hongyan.core.notice.ListNotices;
import im.hongyan.core.rig.LogDouble;
import im.hongyan.core.rig.PublisherDouble;
import im.hongyan.core.rig.RouteDouble;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;

/** The room of settings, for the tests of others. */
public final class TestSettings {
    private TestSettings() {}

    public static SettingService service(
            DatabaseClient database, ReactiveTransactionManager transactions, LogClient log) {
        SettingRepository settings = new SettingRepository(database);
        return new SettingService(
                settings,
                ledger(settings, transactions),
                new ClearedMarks(settings, properties(), new SimpleMeterRegistry()),
                log,
                properties());
    }

    static SettingLedger ledger(SettingRepository settings, ReactiveTransactionManager transactions) {
        ListNotices notices = new ListNotices(
                TestConversations.notifier(new RouteDouble(), new PublisherDouble(new LogDouble())),
                new SimpleMeterRegistry());
        return new SettingLedger(settings, properties(), notices, transactions);
    }

    private static SettingProperties properties() {
        return new SettingProperties(
                100, 100, 4_000, 100, Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofSeconds(30));
    }
}
