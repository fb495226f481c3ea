package im.hongyan.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.client.BlockingClient;
import im.hongyan.client.HongyanClient;
import im.hongyan.client.fake.FakeServer;
import im.hongyan.client.login.TokenProvider;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a chat shows of messages that come live and with the history of an entered conversation. */
@Timeout(60)
class TalkTest {
    private static final String GROUP = Ids.group("geese");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private FakeServer server;
    private BlockingClient client;
    private Talk talk;

    @BeforeEach
    void start() {
        server = FakeServer.start();
        server.log().addMembers("geese", "Geese", List.of("alice", "bob"));
        client = HongyanClient.builder()
                .endpoints(Endpoint.tcp("127.0.0.1", server.tcpPort()))
                .token(TokenProvider.fixed("alice"))
                .device("desk")
                .build()
                .blocking();
        client.connect(Duration.ofSeconds(30));
        talk = new Talk(client, "alice", "desk", Screen.terminal(lines::add));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void showsOnceWhatCameLiveBeforeItsConversationIsEntered() {
        stored("older");
        talk.received(stored("made"));
        talk.line("/g geese");
        assertThat(shown("made")).isEqualTo(1);
        assertThat(shown("older")).isEqualTo(1);
    }

    @Test
    void showsOnceWhatComesLiveAfterItsConversationIsEntered() {
        Message made = stored("made");
        talk.line("/g geese");
        talk.received(made);
        talk.received(stored("later"));
        assertThat(shown("made")).isEqualTo(1);
        assertThat(shown("later")).isEqualTo(1);
    }

    @Test
    void showsOnceWhatComesLiveWhileItsConversationIsEntered() throws Exception {
        for (int round = 0; round < 50; round++) {
            String name = "round " + round + " message ";
            List<Message> messages =
                    IntStream.range(0, 5).mapToObj(i -> stored(name + i)).toList();
            CyclicBarrier together = new CyclicBarrier(2);
            CompletableFuture<Void> live = CompletableFuture.runAsync(() -> {
                await(together);
                messages.forEach(talk::received);
            });
            await(together);
            talk.line("/g geese");
            live.get(30, TimeUnit.SECONDS);
            assertThat(messages)
                    .allSatisfy(message -> assertThat(
                                    shown(message.getContent().getText().getText()))
                            .isEqualTo(1));
        }
    }

    @Test
    void showsAgainWhatIsAskedFor() {
        talk.received(stored("made"));
        talk.line("/g geese");
        talk.line("/history 5");
        assertThat(shown("made")).isEqualTo(2);
        talk.line("/g geese");
        assertThat(shown("made")).isEqualTo(2);
    }

    @Test
    void doesNotShowWhatWasWrittenHere() {
        Message mine = server.log().store(GROUP, "alice", "mine");
        talk.received(mine.toBuilder().setSenderDevice("desk").build());
        talk.line("/g geese");
        assertThat(shown("mine")).isZero();
    }

    @Test
    void remembersTheNewestOnly() {
        Message first = stored("the first");
        talk.received(first);
        IntStream.range(0, Shown.REMEMBERED).forEach(i -> talk.received(stored("another")));
        talk.received(first);
        assertThat(shown("the first")).isEqualTo(2);
    }

    private Message stored(String text) {
        return server.log().store(GROUP, "bob", text);
    }

    private long shown(String text) {
        return lines.stream().filter(line -> line.endsWith(": " + text)).count();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
