package im.hongyan.core.group;

import im.hongyan.core.conversation.GroupMembers;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes a change of a group and what its timeline must tell of it in one transaction; then tells. Once begun, a change is
 * brought to its end, whoever asked goes away. Answers with the users whom it concerned.
 */
@Component
class GroupLedger {
    private static final Logger LOG = LoggerFactory.getLogger(GroupLedger.class);

    private final GroupRepository groups;
    private final ChangeRepository changes;
    private final GroupMembers members;
    private final Announcer announcer;
    private final GroupProperties bounds;
    private final TransactionalOperator transaction;
    private final Clock clock = Clock.systemUTC();

    GroupLedger(
            GroupRepository groups,
            ChangeRepository changes,
            GroupMembers members,
            Announcer announcer,
            GroupProperties bounds,
            ReactiveTransactionManager transactions) {
        this.groups = groups;
        this.changes = changes;
        this.members = members;
        this.announcer = announcer;
        this.bounds = bounds;
        this.transaction = TransactionalOperator.create(transactions);
    }

    /** A new group with these members, the owner among them. */
    Mono<List<String>> create(Group group, List<String> users) {
        Mono<List<Change>> written = groups.insert(group)
                .filter(isNew -> isNew)
                .switchIfEmpty(Mono.error(() -> new Refused(
                        Problems.ofField(ErrorCode.IDEMPOTENCY_CONFLICT, "id", "a group of this id exists"))))
                .then(members.create(group.conversation(), group.createdAtMillis()))
                .then(members.join(group.conversation(), users, 0, group.createdAtMillis()))
                .then(Mono.defer(() -> write(changesOf(group, Change.Event.CREATED, group.owner(), users))));
        return carryOut(group, written);
    }

    /**
     * Lets in whoever of these users is not in yet; errors with NOT_FOUND when the actor is not in.
     *
     * @param most members that the group may have
     */
    Mono<List<String>> join(Group group, String actor, Collection<String> users, long headSequence, int most) {
        Set<String> concerned = new HashSet<>(users);
        concerned.add(actor);
        Mono<List<Change>> written = groups.lock(group)
                .then(members.present(group.conversation(), concerned))
                .flatMap(present -> {
                    if (!present.contains(actor)) {
                        return Mono.error(GroupService.notFound());
                    }
                    List<String> newcomers = users.stream()
                            .filter(user -> !present.contains(user))
                            .toList();
                    return newcomers.isEmpty()
                            ? Mono.just(List.of())
                            : letIn(group, actor, newcomers, headSequence, most);
                });
        return carryOut(group, written);
    }

    private Mono<List<Change>> letIn(Group group, String actor, List<String> newcomers, long headSequence, int most) {
        return members.count(group.conversation()).flatMap(count -> {
            if (count + newcomers.size() > most) {
                return Mono.error(GroupRules.tooManyMembers(most));
            }
            return members.join(group.conversation(), newcomers, headSequence, clock.millis())
                    .then(Mono.defer(() -> write(changesOf(group, Change.Event.MEMBERS_ADDED, actor, newcomers))));
        });
    }

    /** Lets a member go; errors with NO_PERMISSION by {@link GroupRules}, with NOT_FOUND when they are not in. */
    Mono<List<String>> leave(Group group, String actor, String user, long headSequence) {
        Mono<List<Change>> written = groups.lock(group)
                .doOnNext(now -> GroupRules.checkMayLetGo(now, actor, user))
                .then(members.leave(group.conversation(), user, headSequence))
                .flatMap(left -> left
                        ? write(changesOf(group, Change.Event.MEMBERS_REMOVED, actor, List.of(user)))
                        : Mono.error(GroupService.notFound()));
        return carryOut(group, written);
    }

    /** Changes what the group says of itself; errors with NO_PERMISSION for who does not own it. What is null stays. */
    Mono<List<String>> describe(Group group, String actor, @Nullable String name, @Nullable String announcement) {
        Mono<List<Change>> written = groups.lock(group)
                .doOnNext(now -> GroupRules.checkOwns(now, actor))
                .flatMap(now -> update(
                        now,
                        now.withProfile(
                                name == null ? now.name() : name,
                                announcement == null ? now.announcement() : announcement),
                        Change.of(now, Change.Event.PROFILE_CHANGED, actor, List.of(), clock.millis())));
        return carryOut(group, written);
    }

    /** Gives the group to another member; errors with NO_PERMISSION, or with NOT_FOUND when they are not in. */
    Mono<List<String>> transfer(Group group, String actor, String user) {
        Mono<List<Change>> written = groups.lock(group)
                .doOnNext(now -> GroupRules.checkOwns(now, actor))
                .flatMap(now -> members.present(group.conversation(), List.of(user))
                        .filter(present -> !present.isEmpty())
                        .switchIfEmpty(Mono.error(GroupService::notFound))
                        .flatMap(present -> update(
                                now,
                                now.withOwner(user),
                                Change.of(now, Change.Event.OWNER_CHANGED, actor, List.of(user), clock.millis()))));
        return carryOut(group, written);
    }

    /** What changes nothing is not told. */
    private Mono<List<Change>> update(Group now, Group next, Change change) {
        return next.equals(now)
                ? Mono.just(List.of())
                : groups.update(next).then(Mono.defer(() -> write(List.of(change))));
    }

    private List<Change> changesOf(Group group, Change.Event event, String actor, List<String> users) {
        List<Change> all = new ArrayList<>();
        for (int from = 0; from < users.size(); from += bounds.usersPerMessage()) {
            List<String> some = users.subList(from, Math.min(users.size(), from + bounds.usersPerMessage()));
            Change.Event kind = from == 0 ? event : Change.Event.MEMBERS_ADDED;
            all.add(Change.of(group, kind, actor, some, clock.millis()));
        }
        return all;
    }

    private Mono<List<Change>> write(List<Change> all) {
        return Flux.fromIterable(all).concatMap(changes::insert).then(Mono.just(all));
    }

    private Mono<List<String>> carryOut(Group group, Mono<List<Change>> written) {
        Mono<List<String>> work = transaction.transactional(written).flatMap(all -> {
            List<String> users =
                    all.stream().flatMap(change -> change.users().stream()).toList();
            members.changed(group.conversation(), users);
            return Flux.fromIterable(all)
                    .concatMap(announcer::announce)
                    .then()
                    .onErrorResume(GroupLedger::later)
                    .thenReturn(users);
        });
        return Mono.defer(() -> Mono.fromFuture(work.toFuture(), true));
    }

    private static Mono<Void> later(Throwable failure) {
        LOG.warn("a change of a group is told later: {}", failure.toString());
        return Mono.empty();
    }
}
