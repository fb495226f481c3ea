package im.hongyan.cli.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.cli.ExitCode;
import im.hongyan.cli.talk.Cli;
import im.hongyan.cli.talk.Cli.Ran;
import im.hongyan.standalone.StandaloneOptions;
import im.hongyan.standalone.StandaloneServer;
import im.hongyan.wire.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts, logins and profiles at the terminal, against a whole server. */
class UserVerbsTest {
    private static final String PASSWORD = "correct horse 鸿雁\n";

    @TempDir
    static Path folder;

    private static StandaloneServer server;
    private static Cli cli;

    private String alice;

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
    }

    @Test
    void registersWithAPasswordFromTheStandardInput() {
        Ran made = cli.runWith(PASSWORD, "user", "register", "--user", alice, "--name", "雁", "--json");
        assertThat(made.code()).as(made.err()).isEqualTo(ExitCode.OK);
        assertThat(made.json().getFirst().get("user").asText()).isEqualTo(alice);
        assertThat(made.out() + made.err()).doesNotContain("horse");
        Ran again = cli.runWith(PASSWORD, "user", "register", "--user", alice, "--json");
        assertThat(again.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(again.error().get("error").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
        Ran weak = cli.runWith("short\n", "user", "register", "--user", alice + "2", "--json");
        assertThat(weak.error().get("error").asText()).isEqualTo("WEAK_PASSWORD");
        assertThat(cli.runWith("", "user", "register", "--user", alice).code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void keepsALoginThatTheOtherVerbsUse() throws IOException {
        Ran login = logIn();
        String device = login.json().getFirst().get("device").asText();
        Path file = login();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(login.out() + login.err()).doesNotContain("horse").doesNotContain("eyJ");
        for (List<String> verb : List.of(
                List.of("send", "--to", "bob", "hello"),
                List.of("history", "--with", "bob"),
                List.of("tail", "--until-idle", "0.2"),
                List.of("tail", "--until-idle", "0.2", "--device", device),
                List.of("group", "list"),
                List.of("user", "show"))) {
            Ran ran = withState(verb);
            assertThat(ran.code()).as(verb + ran.err()).isEqualTo(ExitCode.OK);
        }
        assertThat(withState(List.of("tail", "--device", "another")).code()).isEqualTo(ExitCode.USAGE);
        assertThat(logIn().json().getFirst().get("device").asText()).isEqualTo(device);
    }

    @Test
    void renewsWhatRanOutAndEndsWithTheLogin() throws IOException {
        logIn();
        String before = Files.readString(login());
        Files.writeString(
                login(),
                before.replaceFirst(
                        "\"accessTokenExpiresAt\": \"[^\"]*\"", "\"accessTokenExpiresAt\": \"2026-01-01T00:00:00Z\""));
        assertThat(withState(List.of("user", "show")).code()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(login())).isNotEqualTo(before).doesNotContain("2026-01-01T00:00:00Z");
        Ran out = withState(List.of("user", "logout"));
        assertThat(out.code()).as(out.err()).isEqualTo(ExitCode.OK);
        assertThat(login()).doesNotExist();
        assertThat(withState(List.of("user", "logout", "--json"))
                        .error()
                        .get("error")
                        .asText())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void changesThePasswordAndStaysLoggedIn() {
        logIn();
        Ran wrong = change("wrong horse\nanother horse\n");
        assertThat(wrong.code()).as(wrong.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(change("only one\n").code()).isEqualTo(ExitCode.USAGE);
        Ran changed = change(PASSWORD + "another horse\n");
        assertThat(changed.code()).as(changed.err()).isEqualTo(ExitCode.OK);
        assertThat(changed.out() + changed.err()).doesNotContain("horse");
        assertThat(withState(List.of("user", "show")).code()).isEqualTo(ExitCode.OK);
        assertThat(cli.runWith(PASSWORD, "user", "login", "--user", alice, "--state", folder.toString())
                        .code())
                .isEqualTo(ExitCode.REFUSED);
    }

    private Ran change(String input) {
        return cli.runWith(input, "user", "password", "--user", alice, "--state", folder.toString());
    }

    @Test
    void aLoginThatHasEndedIsRefusedAndCanBeForgotten() throws IOException {
        logIn();
        String earlier = Files.readString(login());
        assertThat(withState(List.of("user", "logout")).code()).isEqualTo(ExitCode.OK);
        Files.writeString(login(), earlier);
        for (List<String> verb : List.of(List.of("send", "--to", "bob", "x"), List.of("user", "show"))) {
            Ran refused =
                    withState(Stream.concat(verb.stream(), Stream.of("--json")).toList());
            assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.error().get("error").asText()).isEqualTo("SESSION_REVOKED");
        }
        Ran forgotten = withState(List.of("user", "logout"));
        assertThat(forgotten.code()).as(forgotten.err()).isEqualTo(ExitCode.OK);
        assertThat(login()).doesNotExist();
    }

    @Test
    void aWrongPasswordIsRefusedAndKeepsNothing() {
        cli.runWith(PASSWORD, "user", "register", "--user", alice);
        Ran wrong =
                cli.runWith("wrong horse\n", "user", "login", "--user", alice, "--state", folder.toString(), "--json");
        assertThat(wrong.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(wrong.error().get("error").asText()).isEqualTo("AUTH_FAILED");
        assertThat(login()).doesNotExist();
    }

    @Test
    void showsFindsAndChangesWhatUsersSay() {
        assertThat(cli.run("user", "change", "--user", alice, "--name", "雁\u001b[2J")
                        .code())
                .isEqualTo(ExitCode.REFUSED);
        Ran changed =
                cli.run("user", "change", "--user", alice, "--name", "雁 " + alice, "--about", "one\ntwo", "--json");
        assertThat(changed.code()).as(changed.err()).isEqualTo(ExitCode.OK);
        JsonNode seen =
                cli.run("user", "show", "--user", "bob", "--json", alice).json().getFirst();
        assertThat(seen).isEqualTo(changed.json().getFirst());
        assertThat(seen.get("about").asText()).isEqualTo("one\ntwo");
        assertThat(cli.run("user", "show", "--user", alice).out().strip())
                .isEqualTo(alice + "  雁 " + alice + "    one ⏎ two");
        assertThat(cli.run("user", "search", "--user", "bob", "--json", "雁 " + alice)
                        .json())
                .containsExactly(seen);
        Ran nobody = cli.run("user", "show", "--user", "bob", "--json", "nobody" + alice);
        assertThat(nobody.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(nobody.error().get("error").asText()).isEqualTo("NOT_FOUND");
        assertThat(cli.run("user", "search", "--user", "bob", "--json", "a").code())
                .isEqualTo(ExitCode.REFUSED);
    }

    private Ran logIn() {
        cli.runWith(PASSWORD, "user", "register", "--user", alice);
        Ran ran = cli.runWith(PASSWORD, "user", "login", "--user", alice, "--state", folder.toString(), "--json");
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
        return ran;
    }

    /** Behind the words that name the verb, before those of a message. */
    private Ran withState(List<String> verb) {
        List<String> own = List.of("--user", alice, "--state", folder.toString());
        int words = List.of("group", "user").contains(verb.getFirst()) ? 2 : 1;
        return cli.run(Stream.of(verb.subList(0, words), own, verb.subList(words, verb.size()))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private Path login() {
        return folder.resolve("127.0.0.1-" + server.options().httpPort())
                .resolve("default")
                .resolve(alice)
                .resolve("login.json");
    }
}
