package im.hongyan.cli.user;

import im.hongyan.cli.login.StoredLogin;
import im.hongyan.client.login.Login;
import picocli.CommandLine.Command;

/** {@code user password}. */
@Command(
        name = "password",
        description = {
            "Changes your password. The login that is kept here goes on, all your others end.",
            "The old one and the new one are asked for at the terminal, or are two lines of the standard input."
        })
final class UserPassword extends AccountVerb {
    @Override
    public void run() {
        StoredLogin stored = stored();
        Login login = stored.get();
        Password.Changed changed = Password.change();
        stored.changePassword(changed.earlier(), changed.later());
        print(login, login.user() + " has a new password");
    }
}
