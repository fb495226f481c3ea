package im.hongyan.cli.user;

import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.cli.login.IdentityOptions;
import im.hongyan.cli.login.StoredLogin;
import im.hongyan.client.login.Login;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** What the verbs of accounts share. They go over HTTP: nothing is connected. */
abstract class AccountVerb implements Runnable {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final IdentityOptions who = new IdentityOptions();

    String user() {
        return who.user();
    }

    String app() {
        return who.app();
    }

    StoredLogin stored() {
        return new StoredLogin(server, who);
    }

    Output output() {
        return output.output();
    }

    /** A login, never its tokens. */
    void print(Login login, String words) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("user", login.user());
        object.put("app", login.app());
        object.put("device", login.device());
        object.put("until", login.refreshExpiresAt());
        output().data(object, words);
    }
}
