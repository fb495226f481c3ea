package im.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.client.cursor.CursorStore;
import im.hongyan.client.login.Token;
import im.hongyan.client.login.Tokens;
import im.hongyan.client.loop.VirtualLoop;
import im.hongyan.client.outbox.OutboxBounds;
import im.hongyan.client.timeline.InboxBounds;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.client.transport.MemoryLink;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Welcome;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Connecting and connecting again, in virtual time. */
class LifecycleTest {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final VirtualLoop loop = new VirtualLoop();
    private final Feed feed = new Feed();
    private final List<MemoryLink> links = new ArrayList<>();
    private final List<Endpoint> dialled = new ArrayList<>();
    private final List<ClientState> states = new ArrayList<>();
    private @Nullable Instant tokenExpiresAt;
    private int tokensGiven;
    private boolean serverIsThere = true;

    private final Lifecycle lifecycle = new Lifecycle(
            settings(),
            loop,
            endpoint -> Mono.defer(() -> {
                dialled.add(endpoint);
                if (!serverIsThere) {
                    return Mono.error(new ConnectException("connection refused"));
                }
                MemoryLink link = new MemoryLink();
                links.add(link);
                return Mono.just(link);
            }),
            new Tokens(
                    () -> Mono.fromSupplier(() -> new Token("token-" + ++tokensGiven, tokenExpiresAt)),
                    new LoopClock()),
            feed);

    LifecycleTest() {
        feed.states().subscribe(states::add);
    }

    @Test
    void saysHelloAndIsConnectedWhenWelcomed() {
        start();
        Hello hello = (Hello) link().written().getFirst().body();
        assertThat(hello.getCredential()).isEqualTo("token-1");
        assertThat(hello.getDevice()).isEqualTo("device");
        assertThat(hello.getWindow().getFrames()).isEqualTo(16);
        assertThat(feed.state()).isEqualTo(new ClientState.Connecting(1));
        welcome();
        assertThat(feed.state()).isEqualTo(new ClientState.Connected("s", "default", "alice", "device"));
    }

    @Test
    void backsOffWithFullJitterUpToTheLongestWait() {
        serverIsThere = false;
        start();
        for (int attempt = 0; attempt < 20; attempt++) {
            Duration delay = ((ClientState.Waiting) feed.state()).delay();
            Duration ceiling = Duration.ofNanos(
                    (long) Math.min((double) LONGEST.toNanos(), FIRST.toNanos() * Math.pow(2, attempt)));
            assertThat(delay).isBetween(Duration.ZERO, ceiling);
            int before = dialled.size();
            loop.advance(delay.minusNanos(1));
            assertThat(dialled).hasSize(before);
            loop.advance(Duration.ofNanos(1));
            assertThat(dialled).hasSize(before + 1);
        }
    }

    @Test
    void triesTheNextEndpointWhenOneDoesNotAnswer() {
        serverIsThere = false;
        start();
        loop.advance(Duration.ofMinutes(1));
        assertThat(dialled.subList(0, 4)).extracting(Endpoint::port).containsExactly(1, 2, 1, 2);
    }

    @Test
    void comesBackAfterALostConnectionAndBeginsTheBackoffAnewWhenItHadBeenStable() {
        serverIsThere = false;
        start();
        loop.advance(Duration.ofSeconds(30));
        serverIsThere = true;
        loop.advance(LONGEST);
        welcome();
        loop.advance(Duration.ofSeconds(6));
        link().end();
        assertThat(((ClientState.Waiting) feed.state()).delay()).isLessThanOrEqualTo(FIRST);
        loop.advance(FIRST);
        assertThat(feed.state()).isEqualTo(new ClientState.Connecting(2));
        assertThat(links).hasSize(2);
    }

    @Test
    void keepsBackingOffWhenConnectionsDieYoung() {
        start();
        for (int i = 0; i < 12; i++) {
            welcome();
            link().end();
            loop.advance(((ClientState.Waiting) feed.state()).delay());
        }
        assertThat(feed.state()).isEqualTo(new ClientState.Connecting(13));
    }

    @Test
    void givesUpOnAConnectionWithoutAWelcome() {
        start();
        loop.advance(Duration.ofSeconds(5));
        assertThat(feed.state())
                .isInstanceOfSatisfying(
                        ClientState.Waiting.class,
                        waiting -> assertThat(waiting.why()).isEqualTo("no WELCOME within 5000 ms"));
        assertThat(link().isClosed()).isTrue();
    }

    @Test
    void sendsPingsAndGivesUpOnAConnectionWithoutPongs() {
        start();
        welcome();
        loop.advance(Duration.ofSeconds(42));
        assertThat(link().written(FrameType.PING)).hasSize(2);
        link().fallSilent();
        loop.advance(Duration.ofSeconds(27));
        assertThat(links.getFirst().isClosed()).isFalse();
        loop.advance(Duration.ofSeconds(6));
        assertThat(links.getFirst().isClosed()).isTrue();
        assertThat(states)
                .anyMatch(state -> state instanceof ClientState.Waiting waiting
                        && waiting.why().equals("no PONG within 10000 ms"));
    }

    @Test
    void aReplacedDeviceStaysAway() {
        start();
        welcome();
        goodbye(ErrorCode.REPLACED, false, 0);
        loop.advance(Duration.ofHours(1));
        assertThat(feed.state()).isInstanceOfSatisfying(ClientState.Ended.class, ended -> {
            assertThat(ended.reason()).isEqualTo(ClientState.Reason.REPLACED);
            assertThat(ended.code()).isEqualTo("REPLACED");
        });
        assertThat(links).hasSize(1);
    }

    @Test
    void comesBackWhenTheServerThatGoesSaysSo() {
        start();
        welcome();
        goodbye(ErrorCode.DRAINING, true, 3_000);
        assertThat(feed.state()).isEqualTo(new ClientState.Waiting(Duration.ofSeconds(3), "DRAINING"));
        loop.advance(Duration.ofMillis(2_999));
        assertThat(links).hasSize(1);
        loop.advance(Duration.ofMillis(1));
        assertThat(links).hasSize(2);
        assertThat(dialled).extracting(Endpoint::port).containsExactly(1, 2);
    }

    @Test
    void staysAwayWhenTheServerDoesNotWantItBack() {
        start();
        welcome();
        goodbye(ErrorCode.AUTH_FAILED, false, 0);
        loop.advance(Duration.ofHours(1));
        assertThat(feed.state()).isInstanceOf(ClientState.Ended.class);
        assertThat(links).hasSize(1);
    }

    @Test
    void aRefusedCredentialEndsTheClient() {
        start();
        refuse(Problems.of(ErrorCode.AUTH_FAILED, "the credential is not valid"));
        assertThat(feed.state())
                .isEqualTo(new ClientState.Ended(
                        ClientState.Reason.REFUSED, "AUTH_FAILED", "the credential is not valid"));
    }

    @Test
    void anExpiredTokenIsReplacedOnce() {
        start();
        refuse(Problems.of(ErrorCode.TOKEN_EXPIRED, "the token has expired"));
        loop.advance(LONGEST);
        assertThat(links).hasSize(2);
        assertThat(((Hello) link().written().getFirst().body()).getCredential()).isEqualTo("token-2");
        refuse(Problems.of(ErrorCode.TOKEN_EXPIRED, "the token has expired"));
        assertThat(feed.state()).isInstanceOf(ClientState.Ended.class);
    }

    @Test
    void aTokenThatEndsDuringASessionIsReplacedOnce() {
        start();
        welcome();
        goodbye(ErrorCode.TOKEN_EXPIRED, false, 0);
        loop.advance(LONGEST);
        assertThat(links).hasSize(2);
        assertThat(((Hello) link().written().getFirst().body()).getCredential()).isEqualTo("token-2");
        refuse(Problems.of(ErrorCode.TOKEN_EXPIRED, "the token has expired"));
        assertThat(feed.state()).isInstanceOf(ClientState.Ended.class);
    }

    @Test
    void aLoginThatWasEndedEndsTheClient() {
        start();
        welcome();
        goodbye(ErrorCode.SESSION_REVOKED, false, 0);
        loop.advance(Duration.ofHours(1));
        assertThat(feed.state())
                .isInstanceOfSatisfying(
                        ClientState.Ended.class,
                        ended -> assertThat(ended.code()).isEqualTo("SESSION_REVOKED"));
        assertThat(links).hasSize(1);
    }

    @Test
    void waitsAsLongAsABusyServerAsks() {
        start();
        refuse(Problems.retryAfter(ErrorCode.BUSY, "too many logins", 60_000));
        loop.advance(Duration.ofMillis(59_999));
        assertThat(links).hasSize(1);
        loop.advance(Duration.ofMillis(1));
        assertThat(links).hasSize(2);
    }

    @Test
    void connectsAnewWithAFreshTokenBeforeTheOldOneExpires() {
        tokenExpiresAt = Instant.ofEpochSecond(600);
        start();
        welcome();
        loop.advance(Duration.ofSeconds(579));
        assertThat(links).hasSize(1);
        tokenExpiresAt = Instant.ofEpochSecond(2_000);
        loop.advance(Duration.ofSeconds(2));
        assertThat(links).hasSize(2);
        assertThat(links.getFirst().written(FrameType.BYE)).hasSize(1);
        assertThat(((Hello) link().written().getFirst().body()).getCredential()).isEqualTo("token-2");
    }

    @Test
    void anotherDelayDoesNotMatterToAClosedClient() {
        serverIsThere = false;
        start();
        lifecycle.close().subscribe();
        loop.advance(Duration.ofHours(1));
        assertThat(dialled).hasSize(1);
        assertThat(feed.state())
                .isInstanceOfSatisfying(
                        ClientState.Ended.class,
                        ended -> assertThat(ended.reason()).isEqualTo(ClientState.Reason.CLOSED));
    }

    private void start() {
        lifecycle.start();
        loop.run();
    }

    private MemoryLink link() {
        return links.getLast();
    }

    private void welcome() {
        link().push(new Frame(
                FrameType.WELCOME,
                1,
                Welcome.newBuilder()
                        .setSession("s")
                        .setApp("default")
                        .setUser("alice")
                        .setDevice("device")
                        .setHeartbeatMillis(30_000)
                        .build()));
        loop.run();
    }

    private void goodbye(ErrorCode code, boolean reconnect, long afterMillis) {
        link().push(Frame.of(
                FrameType.GOODBYE,
                Goodbye.newBuilder()
                        .setCode(code.name())
                        .setReconnect(reconnect)
                        .setReconnectAfterMillis(afterMillis)
                        .build()));
        link().end();
        loop.run();
    }

    private void refuse(Problem problem) {
        link().push(new Frame(FrameType.ERROR, 1, problem));
        loop.run();
    }

    private static Settings settings() {
        return new Settings(
                new Settings.Place(List.of(Endpoint.tcp("a", 1), Endpoint.tcp("b", 2)), Mono::empty),
                new Settings.Device("", "device", "test", ""),
                new Settings.Application(message -> Mono.empty(), CursorStore.memory(), false),
                new Settings.Bounds(
                        new OutboxBounds(16, 1 << 20, 16, Duration.ofSeconds(10)), new InboxBounds(16, 1 << 20)),
                new Settings.Pace(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        FIRST,
                        LONGEST,
                        Duration.ofMillis(200)));
    }

    private final class LoopClock extends Clock {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(loop.currentTimeMillis());
        }
    }
}
