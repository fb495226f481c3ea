package im.hongyan.core.group;

import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.util.List;

/** What groups may hold, and who may do what with them. Throws {@link Refused}. */
final class GroupRules {
    static final int ANNOUNCEMENT_CODE_POINTS = 2_000;

    private GroupRules() {}

    static void checkOwns(Group group, String actor) {
        if (!group.owner().equals(actor)) {
            throw Refused.of(ErrorCode.NO_PERMISSION, "only the owner may do this");
        }
    }

    /** Members leave by themselves or are let go by the owner, who stays. */
    static void checkMayLetGo(Group group, String actor, String user) {
        boolean may = actor.equals(user) || group.owner().equals(actor);
        if (!may || group.owner().equals(user)) {
            throw Refused.of(
                    ErrorCode.NO_PERMISSION,
                    "only the owner lets others go, and the owner stays until another one owns the group");
        }
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
