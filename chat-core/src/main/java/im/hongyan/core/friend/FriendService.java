package im.hongyan.core.friend;

import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/**
 * What a user does with their list of friends, and how it is told. Everybody whose id is one may be asked or blocked, whether they
 * are known here or not, so that nobody learns who is. Errors are {@link Refused}.
 */
@Service
class FriendService {
    static final int GREETING_CODE_POINTS = 200;
    static final int LABEL_CODE_POINTS = 32;
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);

    private final FriendLedger ledger;
    private final FriendRules rules;
    private final ContactRepository contacts;
    private final FriendListRepository lists;
    private final FriendProperties bounds;
    private final Clock clock = Clock.systemUTC();

    FriendService(
            FriendLedger ledger,
            FriendRules rules,
            ContactRepository contacts,
            FriendListRepository lists,
            FriendProperties bounds) {
        this.ledger = ledger;
        this.rules = rules;
        this.contacts = contacts;
        this.lists = lists;
        this.bounds = bounds;
    }

    /**
     * Where a page of changes begins.
     *
     * @param version the last that was told
     * @param begunAt of the whole list: its version when the first page was told; 0: only changes are told
     */
    record Cursor(long version, long begunAt) {}

    /**
     * A page of changes.
     *
     * @param whole whether the pages are the whole list, so that what is not in them is gone
     * @param version of the list as far as it was told
     * @param next null: this was the last page
     */
    record Changes(
            boolean whole,
            long version,
            List<Contact> contacts,
            @Nullable Cursor next) {}

    Mono<Contact> ask(Principal asker, String user, String greeting) {
        return Mono.fromRunnable(() -> Fields.text("greeting", greeting, GREETING_CODE_POINTS))
                .then(changed(asker, user, pair -> rules.ask(pair, greeting, clock.millis())));
    }

    Mono<Contact> decline(Principal decider, String user) {
        return changed(decider, user, pair -> rules.decline(pair, clock.millis()));
    }

    /** Says yes to a request; what is said of the friend is null when nothing is. */
    Mono<Contact> approve(Principal decider, String user, @Nullable String remark, @Nullable List<String> labels) {
        return described(remark, labels)
                .then(changed(
                        decider, user, pair -> rules.describe(rules.approve(pair, clock.millis()), remark, labels)));
    }

    /** What is null stays. */
    Mono<Contact> describe(Principal owner, String user, @Nullable String remark, @Nullable List<String> labels) {
        return described(remark, labels).then(changed(owner, user, pair -> rules.describe(pair, remark, labels)));
    }

    Mono<Contact> part(Principal owner, String user) {
        return changed(owner, user, rules::part);
    }

    Mono<Contact> block(Principal owner, String user) {
        return changed(owner, user, pair -> rules.block(pair, clock.millis()));
    }

    Mono<Contact> unblock(Principal owner, String user) {
        return changed(owner, user, rules::unblock);
    }

    private Mono<Contact> changed(Principal actor, String user, UnaryOperator<Pair> rule) {
        return Mono.defer(() -> ledger.change(actor.getTenant(), actor.getUser(), other(actor, user), rule));
    }

    private static String other(Principal actor, String user) {
        if (Fields.id("user", user).equals(actor.getUser())) {
            throw Refused.invalid("user", "must be somebody else");
        }
        return user;
    }

    private Mono<Void> described(@Nullable String remark, @Nullable List<String> labels) {
        return Mono.fromRunnable(() -> {
            if (remark != null && !remark.isEmpty()) {
                Fields.name("remark", remark);
            }
            if (labels != null) {
                check(labels);
            }
        });
    }

    private void check(List<String> labels) {
        if (labels.size() > bounds.labels()) {
            throw Refused.invalid("labels", "must be at most " + bounds.labels());
        }
        for (int i = 0; i < labels.size(); i++) {
            String field = "labels[" + i + ']';
            Fields.text(field, labels.get(i), LABEL_CODE_POINTS);
            Fields.name(field, labels.get(i));
        }
    }

    /** What the reader sees of somebody. */
    Mono<Contact> get(Principal reader, String user) {
        return Mono.defer(() -> {
            Contact unknown = Contact.unknown(reader.getTenant(), reader.getUser(), other(reader, user));
            return within(contacts.pair(unknown.conversation())
                    .filter(contact -> contact.owner().equals(reader.getUser()))
                    .next()
                    .defaultIfEmpty(unknown));
        });
    }

    Mono<List<Contact>> blocked(Principal reader) {
        return within(contacts.blocked(reader.getTenant(), reader.getUser()).collectList());
    }

    /** Requests from and to the reader that have not run out. */
    Mono<List<Contact>> requests(Principal reader) {
        return within(contacts.asked(reader.getTenant(), reader.getUser(), clock.millis())
                .collectList());
    }

    /** What has changed since a version of the list; the whole list when too much has been forgotten meanwhile. */
    Mono<Changes> since(Principal reader, long version, int limit) {
        int size = size(limit);
        return head(reader).flatMap(head -> {
            boolean known = version > 0 && version >= head.purged() && version <= head.version();
            return page(reader, head, known ? new Cursor(version, 0) : new Cursor(0, head.version()), size);
        });
    }

    /** The page at a cursor. */
    Mono<Changes> page(Principal reader, Cursor cursor, int limit) {
        int size = size(limit);
        return head(reader).flatMap(head -> {
            long begunAt = cursor.begunAt() > 0 ? cursor.begunAt() : cursor.version();
            if (begunAt < head.purged() || Math.max(begunAt, cursor.version()) > head.version()) {
                return Mono.error(Refused.invalid("after", "is too old or of another list; begin again"));
            }
            return page(reader, head, cursor, size);
        });
    }

    /**
     * The head is read before the rows: every version up to it is committed, and no row below the last one that is read can come
     * later. Of the whole list, what was removed before it was begun is not told.
     */
    private Mono<Changes> page(Principal reader, FriendList head, Cursor cursor, int size) {
        return within(contacts.after(reader.getTenant(), reader.getUser(), cursor.version(), size + 1)
                        .collectList())
                .map(found -> {
                    boolean more = found.size() > size;
                    List<Contact> page = more ? found.subList(0, size) : found;
                    long last =
                            page.isEmpty() ? cursor.version() : page.getLast().version();
                    List<Contact> told = page.stream()
                            .filter(contact -> !contact.state().isNone() || contact.version() > cursor.begunAt())
                            .toList();
                    return new Changes(
                            cursor.begunAt() > 0 || cursor.version() == 0,
                            more ? last : Math.max(last, head.version()),
                            told,
                            more ? new Cursor(last, cursor.begunAt()) : null);
                });
    }

    private Mono<FriendList> head(Principal reader) {
        return within(lists.find(reader.getTenant(), reader.getUser()));
    }

    private int size(int limit) {
        if (limit < 0) {
            throw Refused.invalid("limit", "must be at least 0");
        }
        return limit == 0 ? bounds.page() : Math.min(limit, bounds.page());
    }

    private static <T> Mono<T> within(Mono<T> answer) {
        return Deadlines.ofStore(answer, DATABASE_DEADLINE);
    }

    /** Each once, in their order. */
    static List<String> distinct(List<String> labels) {
        Set<String> each = new LinkedHashSet<>(labels);
        return List.copyOf(each);
    }
}
