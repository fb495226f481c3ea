package im.hongyan.client.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.transport.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Logins that are kept in a file and renewed by whoever needs a token. */
class LoginTokensTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    /** Each renewal gives tokens for another quarter of an hour; a refresh token that is not the newest is refused. */
    private final AtomicInteger renewals = new AtomicInteger();

    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(routes -> routes.post(
                    "/api/v1/sessions/refresh",
                    (request, response) -> request.receive()
                            .aggregate()
                            .asString()
                            .flatMap(body -> {
                                boolean newest = body.contains("\"refresh" + renewals.get() + "\"");
                                String answer = newest
                                        ? json(login(renewals.incrementAndGet()))
                                        : "{\"code\":\"AUTH_FAILED\",\"retryAfterMillis\":7}";
                                return response.status(newest ? 200 : 401)
                                        .sendString(Mono.just(answer))
                                        .then();
                            })))
            .bindNow();

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void aGoodTokenIsGivenAsItIs() {
        store().put(login(0)).block();
        assertThat(tokens(START).token().block()).isEqualTo(login(0).access());
        assertThat(renewals).hasValue(0);
    }

    @Test
    void oneThatRunsOutIsRenewedOnceForAllWhoShareTheFile() {
        store().put(login(0)).block();
        List<LoginTokens> sharing = IntStream.range(0, 8)
                .mapToObj(i -> tokens(START.plus(Duration.ofMinutes(15))))
                .toList();
        List<Token> given = Flux.fromIterable(sharing)
                .flatMap(LoginTokens::token)
                .collectList()
                .block();
        assertThat(given).hasSize(8).containsOnly(login(1).access());
        assertThat(renewals).hasValue(1);
        assertThat(store().update(Mono::just).block()).isEqualTo(login(1));
    }

    @Test
    void whoGivesUpTheAnswerDoesNotCostTheLogin() {
        store().put(login(0)).block();
        LoginTokens late = tokens(START.plus(Duration.ofMinutes(15)));
        late.token().subscribe().dispose();
        Token next = late.token().block();
        assertThat(next).isIn(login(1).access(), login(2).access());
        assertThat(store().update(Mono::just).block()).isEqualTo(login(renewals.get()));
    }

    @Test
    void aTokenThatTheServerRefusesIsRenewedThoughTheClockSaysItIsGood() {
        store().put(login(0)).block();
        MovingClock clock = new MovingClock(START);
        LoginTokens tokens = new LoginTokens(store(), accounts(), clock);
        assertThat(tokens.token().block()).isEqualTo(login(0).access());
        clock.now = START.plusSeconds(1);
        assertThat(tokens.token().block()).as("asked for twice at once").isEqualTo(login(0).access());
        clock.now = START.plusSeconds(10);
        assertThat(tokens.token().block()).isEqualTo(login(1).access());
    }

    @Test
    void aRefusalIsToldAndChangesNothing() {
        store().put(login(7)).block();
        assertThatThrownBy(() -> tokens(START.plus(Duration.ofHours(9))).token().block())
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.problem().getRetryAfterMillis())
                                .isEqualTo(7))
                .hasMessageContaining("AUTH_FAILED");
        assertThat(store().update(Mono::just).block()).isEqualTo(login(7));
    }

    @Test
    void withoutALoginNobodyIsLoggedIn() throws IOException {
        assertThatThrownBy(() -> tokens(START).token().block())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("AUTH_REQUIRED");
        store().put(login(0)).block();
        store().remove().block();
        store().remove().block();
        assertThat(store().update(Mono::just).blockOptional()).isEmpty();
        Files.writeString(file(), "{}");
        assertThatThrownBy(() -> tokens(START).token().block()).hasMessageContaining("is no login");
    }

    @Test
    void itsOwnerAloneReadsTheFile() throws IOException {
        store().put(login(0)).block();
        store().put(login(1)).block();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (var files = Files.list(file().getParent())) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("login.json", "login.json.lock");
        }
        assertThat(login(1).toString()).doesNotContain("access1").doesNotContain("refresh1");
    }

    @Test
    void anAnswerThatIsNoLoginIsTold() {
        assertThatThrownBy(() -> Login.of(login(0).fields().toBuilder()
                        .removeFields("accessTokenExpiresAt")
                        .build()))
                .isInstanceOf(UnansweredException.class);
    }

    private LoginTokens tokens(Instant now) {
        return new LoginTokens(store(), accounts(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private Accounts accounts() {
        return Accounts.at("http://127.0.0.1:" + server.port(), new Trust.Platform(), Duration.ofSeconds(30));
    }

    private LoginStore store() {
        return LoginStore.file(file());
    }

    private Path file() {
        return folder.resolve("deep").resolve("login.json");
    }

    private static Login login(int renewed) {
        return new Login(
                "default",
                "ann",
                "phone",
                new Token("access" + renewed, START.plus(Duration.ofMinutes(15L * (renewed + 1)))),
                "refresh" + renewed,
                START.plus(Duration.ofDays(30)));
    }

    private static String json(Login login) {
        return """
                {"session":"s","app":"%s","user":"%s","device":"%s","accessToken":"%s","accessTokenExpiresAt":"%s",
                 "refreshToken":"%s","refreshTokenExpiresAt":"%s"}""".formatted(
                        login.app(),
                        login.user(),
                        login.device(),
                        login.access().value(),
                        login.access().expiresAt(),
                        login.refreshToken(),
                        login.refreshExpiresAt());
    }

    private static final class MovingClock extends Clock {
        private volatile Instant now;

        MovingClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
