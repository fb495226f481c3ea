package im.hongyan.core.account.login;

import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;

/** How accounts may look. Throws {@link Refused}. */
final class AccountRules {
    static final int NAME_CODE_POINTS = 128;
    private static final String ID = "must be 1 to 64 characters of A-Z a-z 0-9 . _ @ -";

    private AccountRules() {}

    static void checkApp(String tenant, LoginProperties properties) {
        if (!Ids.isId(tenant)) {
            throw Refused.invalid("app", ID);
        }
        if (!properties.apps().contains(tenant)) {
            throw Refused.of(ErrorCode.NO_PERMISSION, "users of this app have no accounts here");
        }
    }

    static void checkUser(String user) {
        checkId("user", user);
    }

    static void checkId(String field, String id) {
        if (!Ids.isId(id)) {
            throw Refused.invalid(field, ID);
        }
    }

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
}
