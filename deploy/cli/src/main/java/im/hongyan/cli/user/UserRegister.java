package im.hongyan.cli.user;

import im.hongyan.wire.Ids;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code user register}. */
@Command(
        name = "register",
        description = {
            "Makes an account, where the server lets everybody.",
            "The password is asked for at the terminal, or is the first line of the standard input."
        })
final class UserRegister extends AccountVerb {
    @Option(names = "--name", paramLabel = "NAME", description = "Your name for others (default: your id).")
    private @Nullable String name;

    @Override
    public void run() {
        String user = user();
        stored().register(Password.choose(), name);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("user", user);
        object.put("app", Ids.tenant(app()));
        output().data(object, user + " is registered");
    }
}
