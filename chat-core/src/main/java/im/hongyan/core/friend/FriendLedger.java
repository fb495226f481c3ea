package im.hongyan.core.friend;

import im.hongyan.core.friend.Contact.State;
import im.hongyan.core.friend.relation.Relations;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.notice.ListNotices;
import im.hongyan.core.refusal.Deadlines;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes what becomes of two users, each with the next version of their list, in one transaction; then tells their devices. The heads
 * of both lists are held meanwhile, in the order of the ids: so a version that can be read has all lower ones before it.
 * Once begun, a change is brought to its end, whoever asked goes away.
 */
@Component
class FriendLedger {
    /** In NOTICE. */
    static final String LIST = "friends";

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final FriendListRepository lists;
    private final ContactRepository contacts;
    private final Relations relations;
    private final ListNotices notices;
    private final TransactionalOperator transaction;
    private final Clock clock = Clock.systemUTC();

    FriendLedger(
            FriendListRepository lists,
            ContactRepository contacts,
            Relations relations,
            ListNotices notices,
            ReactiveTransactionManager transactions) {
        this.lists = lists;
        this.contacts = contacts;
        this.relations = relations;
        this.notices = notices;
        this.transaction = TransactionalOperator.create(transactions);
    }

    /** One user's side of a pair: the head of their list and what it holds of the other. */
    private record Side(FriendList list, Contact contact) {
        Side becoming(State state, Holdings holdings) {
            if (state.equals(contact.state())) {
                return new Side(list.with(list.version(), holdings), contact);
            }
            long next = list.version() + 1;
            return new Side(
                    list.with(next, holdings),
                    new Contact(contact.tenant(), contact.owner(), contact.peer(), next, state));
        }
    }

    /** What was written: the first user's view, and the lists that have a new version. */
    private record Written(Contact mine, List<FriendList> changed) {}

    /**
     * Answers with what the first user sees of the other one then; errors with what the rule throws. Of two users of whom nothing is
     * stored nothing is written either, unless the rule changes something: an id costs no row because somebody names it.
     */
    Mono<Contact> change(String tenant, String user, String peer, UnaryOperator<Pair> rule) {
        Contact unknown = Contact.unknown(tenant, user, peer);
        Mono<Contact> work = Deadlines.ofStore(
                        contacts.pair(unknown.conversation()).hasElements(), DEADLINE)
                .flatMap(known -> !known && rule.apply(Pair.STRANGERS).equals(Pair.STRANGERS)
                        ? Mono.just(unknown)
                        : carryOut(unknown, rule));
        return Mono.defer(() -> Mono.fromFuture(work.toFuture(), true));
    }

    private Mono<Contact> carryOut(Contact unknown, UnaryOperator<Pair> rule) {
        ConversationKey key = unknown.conversation();
        String tenant = unknown.tenant();
        List<String> both = Stream.of(unknown.owner(), unknown.peer()).sorted().toList();
        Mono<Written> written = locked(tenant, both)
                .flatMap(heads -> contacts.pair(key)
                        .collectMap(Contact::owner)
                        .flatMap(stored -> write(
                                side(heads, stored, unknown.owner(), unknown.peer()),
                                side(heads, stored, unknown.peer(), unknown.owner()),
                                rule)));
        return Deadlines.ofStore(lists.ensure(tenant, both).then(transaction.transactional(written)), DEADLINE)
                .doOnTerminate(() -> relations.forget(key))
                .doOnNext(done -> done.changed().forEach(this::tell))
                .map(Written::mine);
    }

    private Mono<Map<String, FriendList>> locked(String tenant, List<String> inOrder) {
        return Flux.fromIterable(inOrder)
                .concatMap(user -> lists.lock(tenant, user))
                .collectMap(FriendList::user);
    }

    private static Side side(Map<String, FriendList> heads, Map<String, Contact> stored, String user, String peer) {
        FriendList list = Objects.requireNonNull(heads.get(user), "the head of a list is made before it is locked");
        return new Side(list, stored.getOrDefault(user, Contact.unknown(list.tenant(), user, peer)));
    }

    private Mono<Written> write(Side mine, Side theirs, UnaryOperator<Pair> rule) {
        Pair after = rule.apply(new Pair(
                mine.contact().state(),
                theirs.contact().state(),
                mine.list().holdings(),
                theirs.list().holdings()));
        Side nowMine = mine.becoming(after.mine(), after.myHoldings());
        Side nowTheirs = theirs.becoming(after.theirs(), after.theirHoldings());
        List<FriendList> changed = new ArrayList<>();
        return write(mine, nowMine, changed)
                .then(Mono.defer(() -> write(theirs, nowTheirs, changed)))
                .then(Mono.fromSupplier(() -> new Written(nowMine.contact(), changed)));
    }

    private Mono<Void> write(Side before, Side after, List<FriendList> changed) {
        if (before.list().equals(after.list())) {
            return Mono.empty();
        }
        changed.add(after.list());
        Mono<Void> row = before.contact().version() == 0
                ? contacts.insert(after.contact(), clock.millis())
                : contacts.update(after.contact(), clock.millis());
        return row.then(lists.update(after.list()));
    }

    private void tell(FriendList list) {
        notices.changed(list.tenant(), list.user(), LIST, list.version());
    }

    /** Takes out a removal, which is not told any more then. */
    Mono<Void> bury(Contact removed) {
        Mono<Void> buried = lists.lock(removed.tenant(), removed.owner())
                .flatMap(list -> contacts.delete(removed)
                        .filter(deleted -> deleted)
                        .flatMap(deleted -> lists.update(list.purgedTo(removed.version()))));
        return Deadlines.ofStore(transaction.transactional(buried), DEADLINE);
    }
}
