package im.hongyan.core.inbox.setting;

import im.hongyan.core.inbox.setting.SettingRepository.Owner;
import im.hongyan.core.notice.ListNotices;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Writes a user's settings, one change after the other: a version is allotted in the transaction that writes the row, and the next
 * one waits for its end, so that whoever has seen a version has seen all below. Once begun, a change is brought to its end,
 * whoever asked goes away; then the user's devices are told.
 */
@Component
class SettingLedger {
    /** In NOTICE. */
    private static final String LIST = "conversations";

    private final SettingRepository settings;
    private final SettingProperties bounds;
    private final ListNotices notices;
    private final TransactionalOperator transaction;

    SettingLedger(
            SettingRepository settings,
            SettingProperties bounds,
            ListNotices notices,
            ReactiveTransactionManager transactions) {
        this.settings = settings;
        this.bounds = bounds;
        this.notices = notices;
        this.transaction = TransactionalOperator.create(transactions);
    }

    /** A change of one setting. */
    @FunctionalInterface
    interface Change {
        /** What it becomes; the same when nothing changes. */
        Setting apply(Setting setting, long newVersion);
    }

    private record Outcome(Setting setting, boolean changed) {}

    /** The setting afterwards, changed or not. Errors with LIMIT_EXCEEDED for one pin too many. */
    Mono<Setting> write(Owner owner, Change change) {
        String tenant = owner.conversation().tenant();
        Mono<Setting> written = settings.ensureVersion(tenant, owner.user())
                .then(Mono.defer(() -> settings.lockVersion(tenant, owner.user()))
                        .flatMap(version -> write(owner, change, version + 1))
                        .as(transaction::transactional))
                .doOnNext(outcome -> tell(owner, outcome))
                .map(Outcome::setting);
        return Mono.defer(() -> Mono.fromFuture(written.toFuture(), true));
    }

    private Mono<Outcome> write(Owner owner, Change change, long version) {
        return settings.find(owner).flatMap(before -> {
            Setting after = change.apply(before, version);
            if (after.equals(before)) {
                return Mono.just(new Outcome(before, false));
            }
            Setting written = after.at(version);
            return checkPins(owner, before, after)
                    .then(Mono.defer(() -> settings.write(owner, written)))
                    .thenReturn(new Outcome(written, true));
        });
    }

    private void tell(Owner owner, Outcome outcome) {
        if (outcome.changed()) {
            notices.changed(
                    owner.conversation().tenant(),
                    owner.user(),
                    LIST,
                    outcome.setting().version());
        }
    }

    private Mono<Void> checkPins(Owner owner, Setting before, Setting after) {
        if (before.pinned() || !after.pinned()) {
            return Mono.empty();
        }
        return settings.pinned(owner.conversation().tenant(), owner.user())
                .filter(pinned -> pinned >= bounds.pins())
                .flatMap(tooMany -> Mono.error(Refused.of(
                        ErrorCode.LIMIT_EXCEEDED, "at most " + bounds.pins() + " conversations are pinned")));
    }
}
