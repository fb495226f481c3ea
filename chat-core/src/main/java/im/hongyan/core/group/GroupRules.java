package im.hongyan.core.group;

import im.hongyan.core.conversation.GroupMembers.Mute;
import im.hongyan.core.conversation.GroupMembers.Role;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What groups may hold, and who may do what with them. Throws {@link Refused}. */
final class GroupRules {
    static final int ANNOUNCEMENT_CODE_POINTS = 2_000;
    private static final Duration LONGEST_MUTE = Duration.ofDays(3_650);

    private GroupRules() {}

    static void checkOwns(Role actor) {
        if (actor != Role.OWNER) {
            throw Refused.of(ErrorCode.NO_PERMISSION, "only the owner may do this");
        }
    }

    static void checkGoverns(Role actor) {
        if (actor == Role.MEMBER) {
            throw Refused.of(ErrorCode.NO_PERMISSION, "only the owner and the admins may do this");
        }
    }

    /** The owner stands above the admins, and these above the other members. */
    static void checkStandsAbove(Role actor, Role user) {
        if (actor.compareTo(user) <= 0) {
            throw Refused.of(
                    ErrorCode.NO_PERMISSION, "the owner may do this to everybody else, an admin to ordinary members");
        }
    }

    static void checkMayLeave(Role user) {
        if (user == Role.OWNER) {
            throw Refused.of(ErrorCode.NO_PERMISSION, "the owner stays until another one owns the group");
        }
    }

    static void checkAppointable(Role user) {
        if (user == Role.OWNER) {
            throw Refused.invalid("user", "must not be the owner, who stands above the admins");
        }
    }

    /** The end of a mute. */
    static Mute mute(@Nullable Instant until, Instant now) {
        if (until == null || !until.isAfter(now) || until.isAfter(now.plus(LONGEST_MUTE))) {
            throw Refused.invalid("until", "must be a time to come, within " + LONGEST_MUTE.toDays() + " days");
        }
        return new Mute(until.toEpochMilli(), now.toEpochMilli());
    }

    /** Where a page begins: behind an id; empty: at the first one. */
    static String cursor(String after) {
        return after.isEmpty() ? after : Fields.id("after", after);
    }

    static List<String> checkedUsers(String field, List<String> users) {
        for (int i = 0; i < users.size(); i++) {
            Fields.id(field + '[' + i + ']', users.get(i));
        }
        return users;
    }

    static Refused tooManyMembers(int most) {
        return new Refused(
                Problems.ofField(ErrorCode.LIMIT_EXCEEDED, "members", "a group has at most " + most + " members"));
    }
}
