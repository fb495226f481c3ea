package im.hongyan.cli.user;

import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.cli.talk.Clients;
import im.hongyan.cli.talk.OneLine;
import im.hongyan.cli.talk.UserOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.user.User;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** What the verbs of profiles share. Profiles go over HTTP: nothing is connected. */
abstract class ProfileVerb implements Runnable {
    static final Duration WITHIN = Duration.ofSeconds(30);

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final UserOptions user = new UserOptions();

    @Override
    public void run() {
        try (BlockingClient client =
                Clients.client(server, user, Clients.newDevice("user")).build().blocking()) {
            run(client);
        }
    }

    abstract void run(BlockingClient client);

    void print(User found) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("user", found.id());
        object.put("name", found.name());
        object.put("avatar", found.avatar());
        object.put("about", found.about());
        String words = found.id() + "  " + OneLine.of(found.name()) + "  " + OneLine.of(found.avatar()) + "  "
                + OneLine.of(found.about());
        output.output().data(object, words.strip());
    }
}
