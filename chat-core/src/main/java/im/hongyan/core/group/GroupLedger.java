package im.hongyan.core.group;

import im.hongyan.core.conversation.GroupMembers;
import im.hongyan.core.conversation.GroupMembers.Mute;
import im.hongyan.core.conversation.GroupMembers.Role;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
                .then(members.setRole(group.conversation(), group.owner(), Role.OWNER))
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
        Mono<List<Change>> written = locked(group, concerned)
                .doOnNext(state -> state.roleOf(actor))
                .flatMap(state -> {
                    List<String> newcomers = users.stream()
                            .filter(user -> !state.roles.containsKey(user))
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
        Mono<List<Change>> written = locked(group, List.of(actor, user))
                .doOnNext(state -> {
                    if (actor.equals(user)) {
                        GroupRules.checkMayLeave(state.roleOf(user));
                    } else {
                        GroupRules.checkStandsAbove(state.roleOf(actor), state.roleOf(user));
                    }
                })
                .then(members.leave(group.conversation(), user, headSequence))
                .flatMap(left -> told(group, Change.Event.MEMBERS_REMOVED, actor, user));
        return carryOut(group, written);
    }

    /** Changes what the group says of itself; errors with NO_PERMISSION for ordinary members. What is null stays. */
    Mono<List<String>> describe(Group group, String actor, @Nullable String name, @Nullable String announcement) {
        Mono<List<Change>> written = locked(group, List.of(actor))
                .doOnNext(state -> GroupRules.checkGoverns(state.roleOf(actor)))
                .flatMap(state -> {
                    Group next = state.group.withProfile(
                            name == null ? state.group.name() : name,
                            announcement == null ? state.group.announcement() : announcement);
                    return next.equals(state.group)
                            ? Mono.just(List.of())
                            : groups.update(next).then(told(group, Change.Event.PROFILE_CHANGED, actor));
                });
        return carryOut(group, written);
    }

    /** Gives the group to another member; errors with NO_PERMISSION, or with NOT_FOUND when they are not in. */
    Mono<List<String>> transfer(Group group, String actor, String user) {
        Mono<List<Change>> written = locked(group, List.of(actor, user))
                .doOnNext(state -> GroupRules.checkOwns(state.roleOf(actor)))
                .flatMap(state -> state.roleOf(user) == Role.OWNER
                        ? Mono.just(List.of())
                        : groups.update(state.group.withOwner(user))
                                .then(members.setRole(group.conversation(), actor, Role.MEMBER))
                                .then(members.setRole(group.conversation(), user, Role.OWNER))
                                .then(members.mute(group.conversation(), user, new Mute(0, clock.millis())))
                                .then(told(group, Change.Event.OWNER_CHANGED, actor, user)));
        return carryOut(group, written);
    }

    /**
     * Makes a member an admin, or an admin an ordinary member; errors with NO_PERMISSION, or with NOT_FOUND when they are
     * not in.
     */
    Mono<List<String>> appoint(Group group, String actor, String user, Role role) {
        Change.Event event = role == Role.ADMIN ? Change.Event.ADMINS_ADDED : Change.Event.ADMINS_REMOVED;
        Mono<List<Change>> written = locked(group, List.of(actor, user))
                .doOnNext(state -> GroupRules.checkOwns(state.roleOf(actor)))
                .doOnNext(state -> GroupRules.checkAppointable(state.roleOf(user)))
                .flatMap(state -> state.roleOf(user) == role
                        ? Mono.just(List.of())
                        : members.setRole(group.conversation(), user, role).then(told(group, event, actor, user)));
        return carryOut(group, written);
    }

    /** Mutes a member, or lifts that; errors with NO_PERMISSION, or with NOT_FOUND when they are not in. */
    Mono<List<String>> mute(Group group, String actor, String user, Mute mute) {
        Change.Event event = mute.untilMillis() > 0 ? Change.Event.MEMBERS_MUTED : Change.Event.MEMBERS_UNMUTED;
        Mono<List<Change>> written = locked(group, List.of(actor, user))
                .doOnNext(state -> GroupRules.checkStandsAbove(state.roleOf(actor), state.roleOf(user)))
                .then(members.mute(group.conversation(), user, mute))
                .flatMap(changed -> changed
                        ? write(List.of(Change.of(group, event, actor, List.of(user), mute.nowMillis())
                                .until(mute.untilMillis())))
                        : Mono.just(List.of()));
        return carryOut(group, written);
    }

    /** Mutes all but the owner and the admins, or lifts that; errors with NO_PERMISSION for who is none of these. */
    Mono<List<String>> muteAll(Group group, String actor, Mute mute) {
        Change.Event event = mute.untilMillis() > 0 ? Change.Event.MUTED : Change.Event.UNMUTED;
        Mono<List<Change>> written = locked(group, List.of(actor))
                .doOnNext(state -> GroupRules.checkGoverns(state.roleOf(actor)))
                .then(members.muteAll(group.conversation(), mute))
                .flatMap(changed -> changed
                        ? write(List.of(Change.of(group, event, actor, List.of(), mute.nowMillis())
                                .until(mute.untilMillis())))
                        : Mono.just(List.of()));
        return carryOut(group, written);
    }

    /** Ends the group; errors with NO_PERMISSION for who does not own it. Its id stays taken. */
    Mono<List<String>> dissolve(Group group, String actor) {
        Mono<List<Change>> written = locked(group, List.of(actor))
                .doOnNext(state -> GroupRules.checkOwns(state.roleOf(actor)))
                .then(members.dissolve(group.conversation(), clock.millis()))
                .then(told(group, Change.Event.DISSOLVED, actor));
        return carryOut(group, written);
    }

    /** A group as it is while its row is locked, and of some users what they are in it. */
    private record State(Group group, Map<String, Role> roles) {
        /** Throws NOT_FOUND for who is not in. */
        Role roleOf(String user) {
            Role role = roles.get(user);
            if (role == null) {
                throw GroupService.notFound();
            }
            return role;
        }
    }

    private Mono<State> locked(Group group, Collection<String> users) {
        return groups.lock(group)
                .flatMap(now -> members.roles(group.conversation(), users).map(roles -> new State(now, roles)));
    }

    /** What the timeline must tell; what changes nothing is not told. */
    private Mono<List<Change>> told(Group group, Change.Event event, String actor, String... users) {
        return Mono.defer(() -> write(List.of(Change.of(group, event, actor, List.of(users), clock.millis()))));
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
            all.forEach(change -> forget(group, change));
            return Flux.fromIterable(all)
                    .concatMap(announcer::announce)
                    .then()
                    .onErrorResume(GroupLedger::later)
                    .thenReturn(users);
        });
        return Mono.defer(() -> Mono.fromFuture(work.toFuture(), true));
    }

    private void forget(Group group, Change change) {
        switch (change.event()) {
            case MUTED, UNMUTED, DISSOLVED -> members.changed(group.conversation());
            case CREATED,
                    MEMBERS_ADDED,
                    MEMBERS_REMOVED,
                    PROFILE_CHANGED,
                    OWNER_CHANGED,
                    ADMINS_ADDED,
                    ADMINS_REMOVED,
                    MEMBERS_MUTED,
                    MEMBERS_UNMUTED -> {
                members.changed(group.conversation(), change.users());
                members.changed(group.conversation(), List.of(change.actor()));
            }
        }
    }

    private static Mono<Void> later(Throwable failure) {
        LOG.warn("a change of a group is told later: {}", failure.toString());
        return Mono.empty();
    }
}
