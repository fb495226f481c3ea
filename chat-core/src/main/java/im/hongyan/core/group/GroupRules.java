package im.hongyan.core.group;

import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import java.util.List;

/** How groups may look. Throws {@link Refused}. */
final class GroupRules {
    static final int NAME_CODE_POINTS = 128;
    static final int ANNOUNCEMENT_CODE_POINTS = 2_000;

    private GroupRules() {}

    static void checkName(String name) {
        if (name.isBlank() || name.codePointCount(0, name.length()) > NAME_CODE_POINTS) {
            throw Refused.invalid("name", "must have 1 to " + NAME_CODE_POINTS + " characters");
        }
        if (name.codePoints().anyMatch(GroupRules::isUnfit)) {
            throw Refused.invalid("name", "must be well-formed text without control characters");
        }
    }

    static void checkAnnouncement(String announcement) {
        if (announcement.codePointCount(0, announcement.length()) > ANNOUNCEMENT_CODE_POINTS) {
            throw Refused.invalid("announcement", "must have at most " + ANNOUNCEMENT_CODE_POINTS + " characters");
        }
        if (announcement.codePoints().anyMatch(c -> c != '\n' && c != '\t' && isUnfit(c))) {
            throw Refused.invalid(
                    "announcement", "must be well-formed text without control characters but tabs and ends of lines");
        }
    }

    private static boolean isUnfit(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

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

    static String checkedId(String field, String id) {
        if (!Ids.isId(id)) {
            throw Refused.invalid(field, "must be 1 to 64 characters of A-Z a-z 0-9 . _ @ -");
        }
        return id;
    }

    static List<String> checkedUsers(String field, List<String> users) {
        for (int i = 0; i < users.size(); i++) {
            checkedId(field + '[' + i + ']', users.get(i));
        }
        return users;
    }
}
