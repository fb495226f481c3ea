package im.hongyan.core.account.login;

import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;

/** Whose accounts are here. Throws {@link Refused}. */
final class AccountRules {
    private AccountRules() {}

    static void checkApp(String tenant, LoginProperties properties) {
        if (!properties.apps().contains(Fields.id("app", tenant))) {
            throw Refused.of(ErrorCode.NO_PERMISSION, "users of this app have no accounts here");
        }
    }
}
