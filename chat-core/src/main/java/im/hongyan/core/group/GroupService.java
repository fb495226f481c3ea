package im.hongyan.core.group;

import im.hongyan.core.conversation.ConversationService;
import im.hongyan.core.conversation.GroupMembers;
import im.hongyan.core.conversation.GroupMembers.Member;
import im.hongyan.core.conversation.GroupMembers.Mute;
import im.hongyan.core.conversation.GroupMembers.Role;
import im.hongyan.core.conversation.Membership;
import im.hongyan.core.log.LogClient;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/**
 * The rules of groups. Whoever is in may let others in; members leave by themselves, or are let go by the owner or an admin.
 * The owner stays, appoints the admins, and may do to these what they may do to ordinary members.
 * A newcomer sees what comes after the head at their joining; an ex-member, up to the message that says they left.
 * A group that one is not in looks like one that is not there. Errors are {@link Refused}.
 */
@Service
class GroupService {
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);

    private final GroupRepository groups;
    private final GroupMembers members;
    private final ConversationService conversations;
    private final LogClient log;
    private final GroupLedger ledger;
    private final GroupLimits limits;
    private final Clock clock = Clock.systemUTC();

    GroupService(
            GroupRepository groups,
            GroupMembers members,
            ConversationService conversations,
            LogClient log,
            GroupLedger ledger,
            GroupLimits limits) {
        this.groups = groups;
        this.members = members;
        this.conversations = conversations;
        this.log = log;
        this.ledger = ledger;
        this.limits = limits;
    }

    /** A group, how many are in it, and until when all but the owner and the admins are muted; 0: they never were. */
    record Counted(Group group, long members, long mutedUntilMillis) {}

    /** Makes a group; its maker owns it. An id that is not given is made. */
    Mono<Counted> create(Principal maker, @Nullable String id, String name, List<String> others) {
        return limits.members(maker.getTenant()).flatMap(most -> {
            Fields.name("name", name);
            String groupId = id == null ? Ids.newClientMessageId() : Fields.id("id", id);
            Set<String> users = new LinkedHashSet<>(List.of(maker.getUser()));
            users.addAll(GroupRules.checkedUsers("members", others));
            if (users.size() > most) {
                return Mono.error(GroupRules.tooManyMembers(most));
            }
            Group group = new Group(maker.getTenant(), groupId, name, "", maker.getUser(), clock.millis());
            return ledger.create(group, new ArrayList<>(users)).thenReturn(new Counted(group, users.size(), 0));
        });
    }

    /** Lets users in; answers with those who were not in before. */
    Mono<List<String>> add(Principal actor, String id, List<String> users) {
        return limits.members(actor.getTenant()).flatMap(most -> {
            Set<String> wanted = new LinkedHashSet<>(GroupRules.checkedUsers("members", users));
            if (wanted.isEmpty()) {
                return Mono.error(Refused.invalid("members", "must not be empty"));
            }
            if (wanted.size() > most) {
                return Mono.error(GroupRules.tooManyMembers(most));
            }
            return visible(actor, id)
                    .flatMap(group -> log.head(group.conversation())
                            .flatMap(head -> ledger.join(group, actor.getUser(), wanted, head.getHead(), most)));
        });
    }

    /** Lets a member go. */
    Mono<Void> remove(Principal actor, String id, String user) {
        return visible(actor, id, user)
                .flatMap(group -> log.head(group.conversation())
                        .flatMap(head -> ledger.leave(group, actor.getUser(), user, head.getHead())))
                .then();
    }

    /** Changes the name, the announcement, or both; what is null stays. The right of the owner and the admins. */
    Mono<Counted> describe(Principal actor, String id, @Nullable String name, @Nullable String announcement) {
        return Mono.defer(() -> {
            if (name != null) {
                Fields.name("name", name);
            }
            if (announcement != null) {
                Fields.text("announcement", announcement, GroupRules.ANNOUNCEMENT_CODE_POINTS);
            }
            return visible(actor, id)
                    .flatMap(group -> ledger.describe(group, actor.getUser(), name, announcement))
                    .then(get(actor, id));
        });
    }

    /** Makes another member the owner. The owner's right. */
    Mono<Counted> transfer(Principal actor, String id, String user) {
        return Mono.defer(() -> {
            String heir = Fields.id("user", user);
            return visible(actor, id)
                    .flatMap(group -> ledger.transfer(group, actor.getUser(), heir))
                    .then(get(actor, id));
        });
    }

    /** Makes a member an admin, or an admin an ordinary member. The owner's right. */
    Mono<Void> appoint(Principal actor, String id, String user, Role role) {
        return visible(actor, id, user)
                .flatMap(group -> ledger.appoint(group, actor.getUser(), user, role))
                .then();
    }

    /** Mutes a member until a time. The right of who stands above them. */
    Mono<Void> mute(Principal actor, String id, String user, @Nullable Instant until) {
        return muted(actor, id, user, () -> GroupRules.mute(until, clock.instant()));
    }

    /** Lets a member speak again. */
    Mono<Void> unmute(Principal actor, String id, String user) {
        return muted(actor, id, user, () -> new Mute(0, clock.millis()));
    }

    private Mono<Void> muted(Principal actor, String id, String user, Supplier<Mute> mute) {
        return visible(actor, id, user)
                .flatMap(group -> ledger.mute(group, actor.getUser(), user, mute.get()))
                .then();
    }

    /** Mutes all but the owner and the admins until a time. The right of these. */
    Mono<Void> muteAll(Principal actor, String id, @Nullable Instant until) {
        return allMuted(actor, id, () -> GroupRules.mute(until, clock.instant()));
    }

    /** Lets everybody speak again who is not muted by name. */
    Mono<Void> unmuteAll(Principal actor, String id) {
        return allMuted(actor, id, () -> new Mute(0, clock.millis()));
    }

    private Mono<Void> allMuted(Principal actor, String id, Supplier<Mute> mute) {
        return visible(actor, id)
                .flatMap(group -> ledger.muteAll(group, actor.getUser(), mute.get()))
                .then();
    }

    /** Ends the group for everybody: who was in reads on, nobody sends any more. The owner's right. */
    Mono<Void> dissolve(Principal actor, String id) {
        return visible(actor, id)
                .flatMap(group -> ledger.dissolve(group, actor.getUser()))
                .then();
    }

    Mono<Counted> get(Principal reader, String id) {
        return visible(reader, id)
                .flatMap(group -> within(Mono.zip(
                        members.count(group.conversation()),
                        members.mutedUntil(group.conversation()),
                        (count, mutedUntil) -> new Counted(group, count, mutedUntil))));
    }

    /** The members after one of them, in the order of their ids; one more than the page when there are more. */
    Mono<List<Member>> members(Principal reader, String id, String after, int limit) {
        return visible(reader, id)
                .flatMap(
                        group -> within(members.page(group.conversation(), GroupRules.cursor(after), page(limit) + 1)));
    }

    /** The reader's groups after one of them, in the order of their ids; one more than the page when there are more. */
    Mono<List<Group>> list(Principal reader, String after, int limit) {
        return conversations.groupsOf(reader).flatMap(ids -> {
            String from = GroupRules.cursor(after);
            List<String> page = ids.stream()
                    .filter(id -> id.compareTo(from) > 0)
                    .limit(page(limit) + 1L)
                    .toList();
            return within(groups.find(reader.getTenant(), page).collectList());
        });
    }

    /** The page asked for, within the bound; 0: the bound. */
    int page(int limit) {
        return limits.page(limit);
    }

    /** What is no id belongs to nobody. */
    private Mono<Group> visible(Principal reader, String id, String user) {
        return Ids.isId(user) ? visible(reader, id) : Mono.error(notFound());
    }

    private Mono<Group> visible(Principal reader, String id) {
        if (!Ids.isId(id)) {
            return Mono.error(notFound());
        }
        return conversations
                .membership(reader, Ids.group(id))
                .onErrorMap(Refused.class, GroupService::hidden)
                .filter(Membership::isLive)
                .flatMap(membership -> within(groups.find(reader.getTenant(), id)))
                .switchIfEmpty(Mono.error(GroupService::notFound));
    }

    private static Refused hidden(Refused refused) {
        return refused.problem().getCode().equals(ErrorCode.NOT_MEMBER.name()) ? notFound() : refused;
    }

    private static <T> Mono<T> within(Mono<T> answer) {
        return Deadlines.ofStore(answer, DATABASE_DEADLINE);
    }

    static Refused notFound() {
        return Refused.of(ErrorCode.NOT_FOUND, "there is no such group, or no such member, for you");
    }
}
