package im.hongyan.client;

import im.hongyan.client.login.Token;
import im.hongyan.client.login.Tokens;
import im.hongyan.client.loop.Loop;
import im.hongyan.client.session.Backoff;
import im.hongyan.client.session.Ending;
import im.hongyan.client.session.Session;
import im.hongyan.client.session.SessionListener;
import im.hongyan.client.transport.Connector;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.client.transport.Link;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Connects, and connects again: from {@link #start} until {@link #close}, or until the server wants this device no more.
 * Loop-confined, but for start and close.
 */
final class Lifecycle implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);
    private static final Duration STABLE_AFTER = Duration.ofSeconds(5);
    private static final Duration LONGEST_HINT = Duration.ofMinutes(5);

    private final Settings settings;
    private final Loop loop;
    private final Connector connector;
    private final Tokens tokens;
    private final Feed feed;
    private final Engine engine;
    private final Backoff backoff;
    private final Disposable.Swap opening = Disposables.swap();
    private final Disposable.Swap waiting = Disposables.swap();
    private final Disposable.Swap renewal = Disposables.swap();
    private final Disposable.Swap ticking = Disposables.swap();
    private final Disposable.Swap ending = Disposables.swap();
    private final Sinks.Empty<Void> closed = Sinks.empty();

    private @Nullable Session session;
    private @Nullable Token token;
    private boolean started;
    private boolean ended;
    private boolean welcomed;
    private int endpoint;
    private int expiredInARow;
    private long welcomedAtNanos;
    private final AtomicLong connections = new AtomicLong();

    private record Opened(Token token, Link link) {}

    Lifecycle(Settings settings, Loop loop, Connector connector, Tokens tokens, Feed feed) {
        this.settings = settings;
        this.loop = loop;
        this.connector = connector;
        this.tokens = tokens;
        this.feed = feed;
        this.engine = new Engine(settings, loop, feed, this::failed);
        this.backoff = new Backoff(
                settings.pace().firstBackoff(), settings.pace().longestBackoff(), RandomGenerator.getDefault());
    }

    Engine engine() {
        return engine;
    }

    /** How often the client was welcomed. */
    long connections() {
        return connections.get();
    }

    /** Begins to connect; again is ignored. */
    void start() {
        loop.execute(() -> {
            if (started || ended) {
                return;
            }
            started = true;
            feed.become(new ClientState.Connecting(1));
            opening.update(settings.application()
                    .cursors()
                    .load()
                    .subscribe(
                            cursors -> loop.execute(() -> {
                                engine.load(cursors);
                                tick();
                                open();
                            }),
                            failure -> loop.execute(() -> failed(failure))));
        });
    }

    /** Ends for good; completes when everything is let go of. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            loop.execute(() -> end(new ClientState.Ended(ClientState.Reason.CLOSED, "", "the client was closed")));
            return closed.asMono();
        });
    }

    /** Does something where the state is. */
    void onLoop(Runnable task) {
        loop.execute(task);
    }

    private void end(ClientState.Ended last) {
        if (ended) {
            return;
        }
        ended = true;
        opening.dispose();
        waiting.dispose();
        renewal.dispose();
        Mono<Void> closing = engine.close(loop)
                .then(Mono.defer(settings.application().cursors()::close))
                .onErrorComplete();
        ending.update(closing.subscribe(nothing -> {}, failure -> {}, () -> loop.execute(() -> finish(last))));
    }

    private void finish(ClientState.Ended last) {
        ticking.dispose();
        Session open = session;
        session = null;
        if (open != null) {
            open.leave();
        }
        feed.become(last);
        closed.tryEmitEmpty();
    }

    private void open() {
        if (ended) {
            return;
        }
        feed.become(new ClientState.Connecting(backoff.attempts() + 1));
        List<Endpoint> endpoints = settings.place().endpoints();
        Endpoint next = endpoints.get(endpoint % endpoints.size());
        opening.update(tokens.current()
                .flatMap(current -> connector.connect(next).map(link -> new Opened(current, link)))
                .subscribe(
                        opened -> loop.execute(() -> opened(opened)),
                        failure -> loop.execute(() -> lost(next + ": " + failure.getMessage()))));
    }

    private void opened(Opened opened) {
        if (ended) {
            opened.link().close();
            return;
        }
        token = opened.token();
        welcomed = false;
        Session fresh = new Session(opened.link(), loop, settings.pace().pongWithin(), this);
        session = fresh;
        fresh.begin(settings.hello(opened.token().value()), settings.pace().connectWithin());
    }

    @Override
    public void welcomed(Session which, Welcome welcome) {
        welcomed = true;
        welcomedAtNanos = loop.nanoTime();
        expiredInARow = 0;
        connections.incrementAndGet();
        renewToken();
        engine.connected(which, welcome);
        feed.become(new ClientState.Connected(
                welcome.getSession(), welcome.getApp(), welcome.getUser(), welcome.getDevice()));
    }

    @Override
    public void received(Frame frame) {
        engine.received(frame);
    }

    @Override
    public boolean mayRead() {
        return ended || engine.mayRead();
    }

    @Override
    public void ended(Session which, Ending ending) {
        if (session != which) {
            return;
        }
        forgetSession();
        if (ended) {
            return;
        }
        switch (ending) {
            case Ending.Dismissed dismissed -> dismissed(dismissed.goodbye());
            case Ending.Refused refused -> refused(refused.problem());
            case Ending.Lost lost -> lost(lost.why());
        }
    }

    private void forgetSession() {
        session = null;
        renewal.update(Disposables.disposed());
        if (welcomed) {
            engine.disconnected();
            if (loop.nanoTime() - welcomedAtNanos >= STABLE_AFTER.toNanos()) {
                backoff.reset();
            }
        }
    }

    private void dismissed(Goodbye goodbye) {
        endpoint++;
        if (goodbye.getCode().equals(ErrorCode.REPLACED.name())) {
            give(ClientState.Reason.REPLACED, goodbye.getCode(), goodbye.getMessage());
        } else if (goodbye.getCode().equals(ErrorCode.TOKEN_EXPIRED.name()) && anotherToken()) {
            wait(backoff.next(), goodbye.getCode());
        } else if (!goodbye.getReconnect()) {
            give(ClientState.Reason.REFUSED, goodbye.getCode(), goodbye.getMessage());
        } else {
            Duration hint = Duration.ofMillis(goodbye.getReconnectAfterMillis());
            wait(hint.compareTo(LONGEST_HINT) < 0 ? hint : LONGEST_HINT, goodbye.getCode());
        }
    }

    private void refused(Problem problem) {
        ErrorCode code = Problems.code(problem);
        String why = problem.getCode() + ": " + problem.getMessage();
        if (code == ErrorCode.TOKEN_EXPIRED && anotherToken()) {
            wait(backoff.next(), why);
        } else if (!problem.getRetryable() && (!welcomed || isAboutCredential(code))) {
            give(ClientState.Reason.REFUSED, problem.getCode(), problem.getMessage());
        } else {
            endpoint++;
            Duration own = backoff.next();
            Duration asked = Duration.ofMillis(problem.getRetryAfterMillis());
            wait(own.compareTo(asked) > 0 ? own : asked, why);
        }
    }

    /** Whether a fresh token may help: once, until a server takes one. */
    private boolean anotherToken() {
        if (expiredInARow++ > 0) {
            return false;
        }
        if (token != null) {
            tokens.discard(token);
        }
        return true;
    }

    private static boolean isAboutCredential(@Nullable ErrorCode code) {
        return code == ErrorCode.AUTH_FAILED
                || code == ErrorCode.AUTH_REQUIRED
                || code == ErrorCode.TOKEN_EXPIRED
                || code == ErrorCode.SESSION_REVOKED;
    }

    private void lost(String why) {
        endpoint++;
        log.debug("connection lost: {}", why);
        wait(backoff.next(), why);
    }

    private void wait(Duration delay, String why) {
        if (!ended) {
            feed.become(new ClientState.Waiting(delay, why));
            waiting.update(loop.schedule(delay, this::open));
        }
    }

    private void give(ClientState.Reason reason, String code, String why) {
        end(new ClientState.Ended(reason, code, why));
    }

    private void failed(Throwable failure) {
        log.error("the client cannot go on", failure);
        String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        end(new ClientState.Ended(ClientState.Reason.FAILED, "", why));
    }

    private void renewToken() {
        Instant expiresAt = token == null ? null : token.expiresAt();
        if (expiresAt == null) {
            return;
        }
        Duration left = Duration.ofMillis(expiresAt.toEpochMilli() - loop.currentTimeMillis())
                .minus(Tokens.MARGIN);
        Duration delay = left.compareTo(STABLE_AFTER) > 0 ? left : STABLE_AFTER;
        renewal.update(loop.schedule(delay, () -> {
            Session old = session;
            if (old != null && !ended) {
                forgetSession();
                old.leave();
                open();
            }
        }));
    }

    private void tick() {
        Duration answer = settings.bounds().outbox().answerTimeout();
        Duration each =
                answer.dividedBy(4).compareTo(Duration.ofSeconds(1)) < 0 ? answer.dividedBy(4) : Duration.ofSeconds(1);
        ticking.update(loop.schedule(each, () -> {
            engine.tick();
            if (!ended) {
                tick();
            }
        }));
    }
}
