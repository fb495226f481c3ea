package im.hongyan.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.cli.ExitCode;
import im.hongyan.cli.talk.Cli;
import im.hongyan.cli.talk.Cli.Ran;
import im.hongyan.standalone.StandaloneOptions;
import im.hongyan.standalone.StandaloneServer;
import im.hongyan.wire.Ids;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done to a message that was sent, against a whole server. */
class MessageVerbsTest {
    @TempDir
    static Path folder;

    private static StandaloneServer server;
    private static Cli cli;

    private String alice;
    private String bob;

    @BeforeAll
    static void start() {
        server = StandaloneServer.start(new StandaloneOptions(folder.resolve("data"), "127.0.0.1", 0, 0));
        cli = new Cli(server.options().tcpPort(), server.options().httpPort());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void namePeople() {
        alice = "alice" + Ids.newClientMessageId().substring(0, 8).replace('-', '.');
        bob = "bob" + Ids.newClientMessageId().substring(0, 8).replace('-', '.');
    }

    @Test
    void aRecalledMessageIsGoneForEverybody() {
        long sent = sequence(cli.run("send", "--user", alice, "--to", bob, "forget", "this"));
        sequence(cli.run("send", "--user", alice, "--to", bob, "but not this"));
        assertThat(texts(bob, "tail", "--device", "phone", "--until-idle", "1"))
                .containsExactly("forget this", "but not this");

        long recall = sequence(cli.run("recall", "--user", alice, "--to", bob, Long.toString(sent)));

        assertThat(texts(bob, "tail", "--device", "phone", "--until-idle", "1"))
                .as("who had it learns of it")
                .containsExactly("[recalls " + sent + "]");
        List<String> recalled = List.of("[recalled by " + alice + "]", "but not this", "[recalls " + sent + "]");
        assertThat(texts(bob, "tail", "--device", "new", "--until-idle", "1")).isEqualTo(recalled);
        assertThat(texts(alice, "history", "--with", bob)).isEqualTo(recalled);
        JsonNode message = cli.run("history", "--user", bob, "--with", alice, "--last", "3")
                .json()
                .getFirst();
        assertThat(message.path("recalledBy").asText()).isEqualTo(alice);
        assertThat(message.path("recalledAt").asLong()).isPositive();
        assertThat(recall).isEqualTo(sent + 2);
    }

    @Test
    void anEditedMessageHasTheNewestWords() {
        long sent = sequence(cli.run("send", "--user", alice, "--to", bob, "helo"));
        sequence(cli.run("edit", "--user", alice, "--to", bob, Long.toString(sent), "hello"));
        sequence(cli.run("edit", "--user", alice, "--to", bob, Long.toString(sent), "hello", "world"));

        assertThat(texts(bob, "history", "--with", alice))
                .containsExactly("hello world", "[edits " + sent + "] ", "[edits " + sent + "] hello world");
        JsonNode message =
                cli.run("history", "--user", bob, "--with", alice).json().getFirst();
        assertThat(message.path("revision").asInt()).isEqualTo(2);
        assertThat(message.path("editedAt").asLong())
                .isGreaterThanOrEqualTo(message.path("time").asLong());
    }

    @Test
    void reactionsAreCounted() {
        long sent = sequence(cli.run("send", "--user", alice, "--to", bob, "good news"));
        String number = Long.toString(sent);
        sequence(cli.run("react", "--user", bob, "--to", alice, number, "🎉"));
        sequence(cli.run("react", "--user", alice, "--to", bob, number, "🎉"));
        sequence(cli.run("react", "--user", bob, "--to", alice, "--remove", number, "🎉"));

        Ran history = cli.run("history", "--user", alice, "--with", bob);
        assertThat(history.texts())
                .containsExactly(
                        "good news", "[🎉 to " + sent + "]", "[🎉 to " + sent + "]", "[no more 🎉 to " + sent + "]");
        JsonNode reaction = history.json().getFirst().path("reactions").path(0);
        assertThat(reaction.path("reaction").asText()).isEqualTo("🎉");
        assertThat(reaction.path("count").asInt()).isEqualTo(1);
        assertThat(reaction.path("mine").asBoolean()).isTrue();
        assertThat(history.json().get(1).path("reactsTo").asLong()).isEqualTo(sent);
    }

    @Test
    void messagesAreAnsweredAndForwarded() {
        String carol = "carol" + Ids.newClientMessageId().substring(0, 8).replace('-', '.');
        long sent = sequence(cli.run("send", "--user", alice, "--to", bob, "--mention", bob, "look, @" + bob));
        sequence(cli.run("send", "--user", bob, "--to", alice, "--quote", Long.toString(sent), "--mention-all", "yes"));
        sequence(cli.run("forward", "--user", bob, "--to", alice, "--into", carol, Long.toString(sent)));

        List<JsonNode> messages =
                cli.run("history", "--user", alice, "--with", bob).json();
        assertThat(messages.getFirst().path("mentions").path(0).asText()).isEqualTo(bob);
        assertThat(messages.getLast().path("quotes").asLong()).isEqualTo(sent);
        assertThat(messages.getLast().path("mentions").path(0).asText()).isEqualTo("*");
        JsonNode copy =
                cli.run("history", "--user", carol, "--with", bob).json().getFirst();
        assertThat(copy.path("text").asText()).isEqualTo("look, @" + bob);
        assertThat(copy.path("forwarded").asBoolean()).isTrue();
        assertThat(copy.has("mentions")).isFalse();
        Ran stranger = cli.run("send", "--user", alice, "--to", bob, "--json", "--mention", carol, "psst");
        assertThat(stranger.error().path("error").asText()).isEqualTo("INVALID_FIELD");
        Ran gone = cli.run("send", "--user", alice, "--to", bob, "--json", "--quote", "99", "what");
        assertThat(gone.error().path("error").asText()).isEqualTo("NOT_FOUND");
    }

    // B58
    @Test
    void whatOthersSentIsTheirs() {
        long sent = sequence(cli.run("send", "--user", alice, "--to", bob, "mine"));
        Ran recall = cli.run("recall", "--user", bob, "--to", alice, "--json", Long.toString(sent));
        assertThat(recall.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(recall.error().path("error").asText()).isEqualTo("NO_PERMISSION");
        Ran nothing = cli.run("edit", "--user", alice, "--to", bob, "--json", "77", "words");
        assertThat(nothing.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(nothing.error().path("error").asText()).isEqualTo("NOT_FOUND");
        assertThat(texts(bob, "history", "--with", alice)).containsExactly("mine");
    }

    private static long sequence(Ran ran) {
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
        return ran.json().getFirst().path("sequence").asLong();
    }

    private static List<String> texts(String user, String verb, String... more) {
        List<String> arguments = new java.util.ArrayList<>(
                List.of(verb, "--user", user, "--state", folder.resolve("state").toString()));
        arguments.addAll(List.of(more));
        Ran ran = cli.run(arguments.toArray(String[]::new));
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
        return ran.texts();
    }
}
