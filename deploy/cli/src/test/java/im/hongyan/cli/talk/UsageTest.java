package im.hongyan.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.cli.ExitCode;
import im.hongyan.cli.talk.Cli.Ran;
import im.hongyan.local.machine.Ports;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines that cannot be meant so: told at once, without a server, on stderr. */
class UsageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send --user alice",
                "send --user alice --to bob",
                "send --user alice text",
                "send --user alice --to bob --group geese text",
                "send --user alice --to bob --stdin text",
                "send --user alice --to bob --stdin --client-message-id x",
                "send --user a/b --to bob text",
                "send --user alice --to b/b text",
                "send --user alice --group g:g text",
                "send --user alice --to bob --within 0 text",
                "send --user alice --to bob --within soon text",
                "send --user alice --to bob --client-message-id a.b text",
                "send --user alice --to bob --tcp-port 0 text",
                "send --user alice --to bob --tcp-port 65536 text",
                "send --user alice --to bob --http-port -1 text",
                "send --user alice --to bob --transport udp text",
                "send --user alice --to bob --app a:b text",
                "send --user alice --to bob --token-file /no/such/file text",
                "send --to bob text",
                "send --user alice --to bob --no-such-option text",
                "tail --user alice --until-idle 0",
                "tail --user alice --until-idle -1",
                "tail --user alice --until-idle NaN",
                "tail --user alice --device a/b",
                "history --user alice",
                "history --user alice --with bob --last 0",
                "history --user alice --with bob --last 1000000",
                "chat --user a:b",
                "chat",
                "token --user alice --hours 0",
                "token --user alice --hours 8761",
                "token",
                "group",
                "group create",
                "group add --user alice",
                "group show --user alice",
                "group show --user alice --group a:b",
                "group rename --user alice --group geese",
                "group announce --user alice --group geese",
                "group remove --user alice --group geese",
                "group remove --user alice --group geese b/b",
                "group leave --user alice",
                "group dissolve --user alice",
                "group mute --user alice --group geese bob",
                "group mute --user alice --group geese --minutes 5",
                "group mute --user alice --group geese --minutes 0 bob",
                "group mute --user alice --group geese --minutes 5 --all bob",
                "group unmute --user alice --group geese",
                "group appoint --user alice --group geese",
                "group dismiss --user alice --group geese",
                "group transfer --user alice --group geese",
                "group transfer --user alice --group geese --to b/b",
                "group fly --user alice",
                "friend",
                "friend add --user alice",
                "friend add --user alice b/b",
                "friend approve --user alice",
                "friend refuse --user alice",
                "friend remark --user alice bob",
                "friend label --user alice",
                "friend remove --user alice",
                "friend block --user alice",
                "friend unblock --user alice b/b",
                "friend fly --user alice",
                "user",
                "user show",
                "user fly --user alice",
                "user register --user a/b",
                "user register --user alice --password secret",
                "user login --user alice --device a/b",
                "user login --user alice --app a:b",
                "user search --user alice",
                "user change --user alice",
                "fly"
            })
    void isTwo(String line) {
        Ran ran = Cli.bare(line.split(" ", -1));
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void aFailureIsAnObjectWithJson() {
        Ran ran = Cli.bare("send", "--json", "--user", "a/b", "--to", "bob", "x");
        assertThat(ran.error().get("error").asText()).isEqualTo("USAGE");
        assertThat(ran.error().get("exitCode").asInt()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void noServerIsFourAndTheReasonIsNamed() {
        int nobody = Ports.free();
        Ran ran = new Cli(nobody, nobody).run("history", "--user", "alice", "--with", "bob", "--json");
        assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.error().get("message").asText())
                .contains("tcp://127.0.0.1:" + nobody)
                .contains("Connection refused")
                .contains("./hongyan start")
                .doesNotContain("(..)");
        for (String bench : List.of("direct", "group", "idle")) {
            Ran measured = new Cli(nobody, nobody).run("bench", bench, "--json");
            assertThat(measured.code()).as(measured.err()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(measured.out()).isEmpty();
            assertThat(measured.error().get("message").asText()).contains("127.0.0.1:" + nobody);
        }
        Ran rest = new Cli(nobody, nobody).run("group", "list", "--user", "alice");
        assertThat(rest.code()).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void aTokenIsData() {
        Ran ran = Cli.bare("token", "--user", "alice", "--hours", "8760");
        assertThat(ran.code()).isEqualTo(ExitCode.OK);
        assertThat(ran.out().strip().split("\\.", -1)).hasSize(3);
        assertThat(ran.err()).isEmpty();
        assertThat(Cli.bare("token", "--user", "alice", "--json")
                        .json()
                        .getFirst()
                        .get("token")
                        .asText())
                .isNotEmpty();
    }
}
