package im.hongyan.core.inbox.setting;

import im.hongyan.core.inbox.setting.SettingRepository.Owner;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.log.LogClient;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/**
 * What users set for conversations that they are in, or were in. A conversation of which they never were a member looks like one
 * that is not there. Errors are {@link Refused}.
 */
@Service
public class SettingService {
    private final SettingRepository settings;
    private final SettingLedger ledger;
    private final ClearedMarks marks;
    private final LogClient log;
    private final SettingProperties bounds;
    private final Clock clock = Clock.systemUTC();

    SettingService(
            SettingRepository settings,
            SettingLedger ledger,
            ClearedMarks marks,
            LogClient log,
            SettingProperties bounds) {
        this.settings = settings;
        this.ledger = ledger;
        this.marks = marks;
        this.log = log;
        this.bounds = bounds;
    }

    /** What is to be from now on; null stays as it is. */
    record Change(
            @Nullable Boolean pinned,
            @Nullable Boolean muted,
            @Nullable Boolean markedUnread,
            @Nullable String draft) {}

    /**
     * What was set after a version.
     *
     * @param version the newest one among the items, or the one asked for
     * @param more whether there are others after it
     */
    record Changes(List<Setting> items, long version, boolean more) {}

    /** What a user has set for these conversations; absent where nothing was. */
    public Mono<Map<String, Setting>> find(Principal user, Collection<String> conversations) {
        return within(settings.find(user.getTenant(), user.getUser(), conversations));
    }

    /** The newest version of a user's settings; 0 when they never set anything. */
    public Mono<Long> version(Principal user) {
        return within(settings.version(user.getTenant(), user.getUser()));
    }

    /** The settings afterwards. */
    Mono<Setting> change(Principal user, String conversation, Change change) {
        return Mono.defer(() -> {
            String draft = change.draft();
            if (draft != null) {
                checkDraft(draft);
            }
            long now = clock.millis();
            return lastVisible(user, conversation)
                    .flatMap(member -> within(ledger.write(
                            owner(user, conversation), (before, version) -> changed(before, change, version, now))));
        });
    }

    private static Setting changed(Setting before, Change change, long version, long nowMillis) {
        Setting after = before;
        if (change.pinned() != null) {
            after = after.withPin(change.pinned(), version);
        }
        if (change.muted() != null) {
            after = after.withMuted(change.muted());
        }
        if (change.markedUnread() != null) {
            after = after.withMarkedUnread(change.markedUnread(), nowMillis);
        }
        return change.draft() == null ? after : after.withDraft(change.draft());
    }

    /** What may be sent may be a draft. */
    private void checkDraft(String draft) {
        if (draft.codePointCount(0, draft.length()) > bounds.draft()) {
            throw Refused.invalid("draft", "must have at most " + bounds.draft() + " characters");
        }
        if (draft.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw Refused.invalid("draft", "must be well-formed text without NUL");
        }
    }

    /** Deletes what there is for this user; what comes next is shown again. */
    Mono<Void> clear(Principal user, String conversation) {
        return lastVisible(user, conversation)
                .zipWhen(last -> log.head(new ConversationKey(user.getTenant(), conversation)))
                .flatMap(both -> {
                    long upTo = Math.min(both.getT1(), both.getT2().getHead());
                    return within(ledger.write(owner(user, conversation), (before, version) -> before.cleared(upTo)));
                })
                .doOnNext(done -> marks.changed(user.getTenant(), user.getUser()))
                .then();
    }

    /** What was set since a version, in the order in which it was. */
    Mono<Changes> changes(Principal user, long since, int limit) {
        return Mono.defer(() -> {
            if (since < 0 || limit < 0) {
                throw Refused.invalid(since < 0 ? "since" : "limit", "must be at least 0");
            }
            int size = limit == 0 ? bounds.page() : Math.min(limit, bounds.page());
            return within(settings.since(user.getTenant(), user.getUser(), since, size + 1))
                    .flatMap(found -> found.isEmpty() ? none(user, since) : Mono.just(changes(found, size)));
        });
    }

    private static Changes changes(List<Setting> oneMore, int size) {
        boolean more = oneMore.size() > size;
        List<Setting> items = more ? oneMore.subList(0, size) : oneMore;
        return new Changes(items, items.getLast().version(), more);
    }

    /** A version that was never given is of another database: whoever has it must begin anew. */
    private Mono<Changes> none(Principal user, long since) {
        return version(user).map(newest -> {
            if (since > newest) {
                throw Refused.invalid("since", "must not be above the newest version, " + newest);
            }
            return new Changes(List.of(), since, false);
        });
    }

    private Mono<Long> lastVisible(Principal user, String conversation) {
        Mono<Long> found = Ids.isConversation(conversation)
                ? within(settings.lastVisible(owner(user, conversation)))
                : Mono.empty();
        return found.switchIfEmpty(Mono.error(
                () -> Refused.of(ErrorCode.NOT_FOUND, "there is no such conversation, or none that you are in")));
    }

    private static Owner owner(Principal user, String conversation) {
        return new Owner(new ConversationKey(user.getTenant(), conversation), user.getUser());
    }

    private <T> Mono<T> within(Mono<T> answer) {
        return Deadlines.ofStore(answer, bounds.databaseDeadline());
    }
}
