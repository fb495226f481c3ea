package im.hongyan.core.friend;

import im.hongyan.core.work.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes out requests that have run out, and removals that no device needs to be told of any more. */
@Component
final class FriendSweeper extends Rounds {
    private static final int TOGETHER = 500;

    private final ContactRepository contacts;
    private final FriendLedger ledger;
    private final Duration removalsKept;
    private final Clock clock = Clock.systemUTC();

    FriendSweeper(ContactRepository contacts, FriendLedger ledger, FriendProperties bounds) {
        super(bounds.sweepEvery(), "lists of friends are not swept");
        this.contacts = contacts;
        this.ledger = ledger;
        this.removalsKept = bounds.removalsKept();
    }

    @Override
    protected Mono<Void> round() {
        long now = clock.millis();
        long before = now - removalsKept.toMillis();
        return each(() -> contacts.runOut(now, TOGETHER), this::tidy)
                .then(each(() -> contacts.removedBefore(before, TOGETHER), ledger::bury));
    }

    private Mono<Void> tidy(Contact contact) {
        return ledger.change(contact.tenant(), contact.owner(), contact.peer(), pair -> pair.at(clock.millis()))
                .then();
    }

    /** Again and again until there are no more; what is done to a contact takes it out of what is found. */
    private static Mono<Void> each(Supplier<Flux<Contact>> some, Function<Contact, Mono<Void>> work) {
        return Flux.defer(some)
                .concatMap(contact -> work.apply(contact).thenReturn(contact))
                .count()
                .repeat()
                .takeUntil(found -> found < TOGETHER)
                .then();
    }
}
