package im.hongyan.cli.user;

import im.hongyan.cli.login.StoredLogin;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.login.Login;
import im.hongyan.wire.ErrorCode;
import java.util.Set;
import picocli.CommandLine.Command;

/** {@code user logout}. */
@Command(name = "logout", description = "Ends the login that is kept here, at the server and here.")
final class UserLogout extends AccountVerb {
    /** What is said of a login that has ended already. */
    private static final Set<ErrorCode> ENDED = Set.of(ErrorCode.AUTH_FAILED, ErrorCode.SESSION_REVOKED);

    @Override
    public void run() {
        StoredLogin stored = stored();
        Login login = stored.get();
        try {
            stored.logOut();
        } catch (RefusedException refused) {
            if (!ENDED.contains(refused.code())) {
                throw refused;
            }
        }
        stored.forget();
        print(login, login.user() + " is logged out");
    }
}
