package im.hongyan.cli.login;

import im.hongyan.cli.Checks;
import im.hongyan.cli.ServerOptions;
import im.hongyan.wire.Ids;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which user of which tenant, and where this machine keeps what is theirs. */
public final class IdentityOptions {
    @Option(names = "--user", required = true, paramLabel = "USER", description = "Who you are.")
    String user = "";

    @Option(
            names = "--app",
            paramLabel = "TENANT",
            defaultValue = "${env:HONGYAN_APP:-}",
            description = "The tenant (default: the server's default one; env HONGYAN_APP).")
    String app = "";

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "${env:HONGYAN_STATE:-${sys:user.home}/.local/state/hongyan}",
            description =
                    "Where logins and the memory of devices are kept (default: ${DEFAULT-VALUE}; env HONGYAN_STATE).")
    Path state = Path.of("");

    public String user() {
        return Checks.id("--user", user);
    }

    /** Empty: the server's default one. */
    public String app() {
        return app.isEmpty() ? app : Checks.id("--app", app);
    }

    /** What is kept here of this user at this server. */
    public Path folder(ServerOptions server) {
        return state.resolve(server.host() + "-" + server.httpPort())
                .resolve(Ids.tenant(app()))
                .resolve(user());
    }
}
