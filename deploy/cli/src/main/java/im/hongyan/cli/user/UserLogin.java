package im.hongyan.cli.user;

import im.hongyan.cli.Checks;
import im.hongyan.cli.login.StoredLogin;
import im.hongyan.client.login.Login;
import im.hongyan.wire.Ids;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code user login}. */
@Command(
        name = "login",
        description = {
            "Logs in and keeps the login in a file that only you can read; the other verbs use and renew it from then on.",
            "The password is asked for at the terminal, or is the first line of the standard input.",
            "A login is one device: a verb that connects with it takes the place of one that is connected."
        })
final class UserLogin extends AccountVerb {
    @Option(names = "--device", paramLabel = "DEVICE", description = "The device (default: as before, or a new one).")
    private @Nullable String device;

    @Override
    public void run() {
        String user = user();
        StoredLogin stored = stored();
        String with = device != null
                ? device
                : stored.find().map(Login::device).orElseGet(() -> "cli-" + Ids.newClientMessageId());
        Checks.id("--device", with);
        Login login = stored.logIn(Password.ask(), with);
        print(login, user + " is logged in with the device " + with);
    }
}
