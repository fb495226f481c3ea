package im.hongyan.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.cli.ExitCode;
import im.hongyan.cli.talk.Cli.Ran;
import im.hongyan.client.fake.FakeServer;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Send;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verbs against a server that does not do what it should. */
class TroubleTest {
    private FakeServer server;
    private Cli cli;

    @BeforeEach
    void start() {
        server = FakeServer.start();
        cli = new Cli(server.tcpPort(), server.httpPort());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendEndsWithFourWhenThereIsNoAnswerInTime() {
        server.script((connection, frame) -> frame.type() == FrameType.SEND);
        Ran ran = cli.run("send", "--user", "alice", "--to", "bob", "--within", "1", "--json", "hello?");
        assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.error().get("error").asText()).isEqualTo("UNREACHABLE");
    }

    @Test
    void sendOfLinesEndsWithFourAndPrintsWhatWasAccepted() {
        swallow("second");
        Ran ran = cli.runWith(
                "first\nsecond\nthird\n", "send", "--user", "alice", "--to", "bob", "--within", "2", "--stdin");
        assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(ran.json()).hasSizeBetween(1, 2);
        assertThat(ran.err()).contains("message 2").contains("may or may not be stored");
    }

    @Test
    void sendOfLinesSendsNothingBehindARefusal() {
        server.sendsInFlight(1);
        server.script((connection, frame) -> {
            if (frame.type() == FrameType.SEND && text(frame.body()).equals("3")) {
                connection.refuse(frame.requestId(), ErrorCode.NO_PERMISSION, 0);
                return true;
            }
            return false;
        });
        String input = "1\n2\n3\n" + "more\n".repeat(20_000);
        Ran ran = cli.runWith(input, "send", "--user", "alice", "--to", "bob", "--stdin");
        assertThat(ran.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(ran.json()).hasSizeGreaterThanOrEqualTo(2).hasSizeLessThan(20_000);
        assertThat(ran.err()).contains("message 3").contains("NO_PERMISSION");
    }

    @Test
    void chatEndsWithFourWhenSomethingIsUnsent() {
        swallow("lost");
        Ran ran = cli.runWith("/to bob\nkept\nlost\n", "chat", "--user", "alice");
        assertThat(ran.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(ran.out()).contains("✓ accepted");
        assertThat(ran.err()).contains("waiting for answers: ").contains("not answered: 1");
    }

    @Test
    void tailEndsWithThreeWhenAnotherProcessTakesItsDevice() {
        server.script((connection, frame) -> {
            if (frame.type() == FrameType.HELLO) {
                connection.goodbye(ErrorCode.REPLACED, false, 0);
                return true;
            }
            return false;
        });
        Ran ran = cli.run("tail", "--user", "alice", "--json");
        assertThat(ran.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(ran.error().get("error").asText()).isEqualTo("REPLACED");
    }

    private void swallow(String text) {
        server.script((connection, frame) ->
                frame.type() == FrameType.SEND && text(frame.body()).equals(text));
    }

    private static String text(Object send) {
        return ((Send) send).getContent().getText().getText();
    }
}
