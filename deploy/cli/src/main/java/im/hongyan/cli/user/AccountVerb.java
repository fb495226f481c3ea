package im.hongyan.cli.user;

import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.cli.login.IdentityOptions;
import im.hongyan.cli.login.StoredLogin;
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
}
