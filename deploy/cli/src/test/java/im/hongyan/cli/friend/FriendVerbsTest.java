package im.hongyan.cli.friend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.cli.ExitCode;
import im.hongyan.cli.talk.Cli;
import im.hongyan.cli.talk.Cli.Ran;
import im.hongyan.client.ClientEvent;
import im.hongyan.client.HongyanClient;
import im.hongyan.client.MessageHandler;
import im.hongyan.client.friend.FriendChanges;
import im.hongyan.client.login.TokenProvider;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.standalone.StandaloneOptions;
import im.hongyan.standalone.StandaloneServer;
import im.hongyan.wire.Ids;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Friends at the terminal, against a whole server. */
class FriendVerbsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        String name = Ids.newClientMessageId().substring(0, 8).replace('-', '.');
        alice = "alice." + name;
        bob = "bob." + name;
    }

    @Test
    void asksApprovesNamesAndRemoves() {
        assertThat(friend(alice, "add", "--greeting", "two\nlines", bob)
                        .path("request")
                        .asText())
                .isEqualTo("sent");
        JsonNode received = friend(bob, "requests");
        assertThat(received.path("user").asText()).isEqualTo(alice);
        assertThat(received.path("request").asText()).isEqualTo("received");
        assertThat(received.path("greeting").asText()).isEqualTo("two\nlines");
        assertThat(run(bob, "requests").out().strip()).isEqualTo(alice + "  request received  two ⏎ lines");
        assertThat(friend(bob, "approve", alice).path("friend").asBoolean()).isTrue();
        friend(alice, "remark", bob, "Bobby");
        friend(alice, "label", bob, "work", "tennis");
        JsonNode listed = friend(alice, "list");
        assertThat(listed.path("remark").asText()).isEqualTo("Bobby");
        assertThat(listed.path("labels")).extracting(JsonNode::asText).containsExactly("work", "tennis");
        assertThat(run(alice, "list").out().strip()).isEqualTo(bob + "  friend  Bobby  #work  #tennis");
        assertThat(friend(alice, "label", bob).path("labels")).isEmpty();
        assertThat(friend(alice, "remove", bob).path("removed").asBoolean()).isTrue();
        assertThat(run(bob, "list").out()).isEmpty();
    }

    @Test
    void refusesAndIsToldSo() {
        friend(alice, "add", bob);
        assertThat(friend(bob, "refuse", alice).path("refused").asBoolean()).isTrue();
        assertThat(friend(alice, "requests").path("request").asText()).isEqualTo("refused");
        Ran again = run(alice, "add", bob, "--json");
        assertThat(again.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(again.error().path("error").asText()).isEqualTo("NO_PERMISSION");
        Ran nobody = run(alice, "approve", bob, "--json");
        assertThat(nobody.error().path("error").asText()).isEqualTo("NOT_FOUND");
    }

    // B48
    @Test
    void aBlockIsToldToWhoeverSends() {
        assertThat(friend(bob, "block", alice).path("blocked").asBoolean()).isTrue();
        assertThat(friend(bob, "blocks").path("user").asText()).isEqualTo(alice);
        Ran sent = cli.run("send", "--user", alice, "--to", bob, "--json", "hello");
        assertThat(sent.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(sent.error().path("error").asText()).isEqualTo("BLACKLISTED");
        assertThat(friend(bob, "unblock", alice).path("unblocked").asBoolean()).isTrue();
        assertThat(cli.run("send", "--user", alice, "--to", bob, "hello").code())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void aConnectedDeviceIsToldThatTheListChanged() throws InterruptedException {
        BlockingQueue<ClientEvent.ListChanged> told = new LinkedBlockingQueue<>();
        HongyanClient client = HongyanClient.builder()
                .endpoints(Endpoint.tcp("127.0.0.1", server.options().tcpPort()))
                .http("http://127.0.0.1:" + server.options().httpPort())
                .token(TokenProvider.fixed(
                        Cli.bare("token", "--user", bob).out().strip()))
                .device("phone")
                .onMessage(MessageHandler.of(message -> {}))
                .build();
        client.events().ofType(ClientEvent.ListChanged.class).subscribe(told::add);
        client.connect().block(PATIENCE);
        friend(alice, "add", bob);
        ClientEvent.ListChanged changed = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(changed).isNotNull();
        assertThat(changed.notice().getList()).isEqualTo("friends");
        assertThat(client.friends().since(0).map(FriendChanges::version).block(PATIENCE))
                .isEqualTo(changed.notice().getVersion());
        client.close().block(PATIENCE);
    }

    /** The one object that a verb prints. */
    private JsonNode friend(String user, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        Ran ran = run(user, all.toArray(String[]::new));
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
        assertThat(ran.json()).as(ran.out()).hasSize(1);
        return ran.json().getFirst();
    }

    private static Ran run(String user, String... words) {
        List<String> all = new ArrayList<>(List.of("friend", words[0], "--user", user));
        all.addAll(List.of(words).subList(1, words.length));
        return cli.run(all.toArray(String[]::new));
    }
}
