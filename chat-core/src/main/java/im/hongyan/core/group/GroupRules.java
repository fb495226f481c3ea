package im.hongyan.core.group;

import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.Ids;
import java.util.List;

/** How groups may look. Throws {@link Refused}. */
final class GroupRules {
    static final int NAME_CODE_POINTS = 128;

    private GroupRules() {}

    static void checkName(String name) {
        if (name.isBlank() || name.codePointCount(0, name.length()) > NAME_CODE_POINTS) {
            throw Refused.invalid("name", "must have 1 to " + NAME_CODE_POINTS + " characters");
        }
        boolean clean = name.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (!clean) {
            throw Refused.invalid("name", "must be well-formed text without control characters");
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
