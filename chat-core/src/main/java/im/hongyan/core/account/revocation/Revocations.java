package im.hongyan.core.account.revocation;

import im.hongyan.core.conversation.NodeNotifier;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.SessionsRevoked;
import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.wire.ErrorCode;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which logins have ended although access tokens of theirs are still good. Redis remembers them for as long as such a token
 * can live, one key a login; when Redis does not answer, the database is asked, which knows all ended logins. Safe for
 * concurrent use.
 */
@Component
public final class Revocations {
    /** No access token lives longer than an hour, and no clock's skew is more than five minutes. */
    private static final Duration REMEMBERED = Duration.ofHours(2);

    /** For Redis; then the database is asked. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);
    private static final int CONCURRENT = 16;
    private static final byte[] ENDED = {'1'};

    private final StatefulRedisConnection<String, byte[]> redis;
    private final RevocationRepository repository;
    private final NodeNotifier notifier;

    Revocations(StatefulRedisConnection<String, byte[]> redis, RevocationRepository repository, NodeNotifier notifier) {
        this.redis = redis;
        this.repository = repository;
        this.notifier = notifier;
    }

    /**
     * Logins of this user have ended: their tokens are refused from now on, and their live sessions are told and closed. To be
     * called again when it errors.
     */
    public Mono<Void> revoke(String tenant, String user, Collection<String> sids) {
        if (sids.isEmpty()) {
            return Mono.empty();
        }
        NodeEvent event = NodeEvent.newBuilder()
                .setTenant(tenant)
                .setSessionsRevoked(SessionsRevoked.newBuilder()
                        .setUser(user)
                        .setCode(ErrorCode.SESSION_REVOKED.name())
                        .addAllSids(sids))
                .build();
        return Flux.fromIterable(sids)
                .flatMap(
                        sid -> answer(
                                () -> redis.async().set(key(sid), ENDED, SetArgs.Builder.px(REMEMBERED.toMillis()))),
                        CONCURRENT)
                .then(Mono.defer(() -> notifier.tell(List.of(new Audience.User(tenant, user)), event)));
    }

    /** Passes when the login goes on, or when there is none; errors with SESSION_REVOKED when it was ended. */
    public Mono<Void> check(@Nullable String sid) {
        if (sid == null) {
            return Mono.empty();
        }
        return answer(() -> redis.async().exists(key(sid)))
                .map(found -> found > 0)
                .timeout(PATIENCE)
                .onErrorResume(
                        failure -> failure instanceof RedisException || failure instanceof TimeoutException,
                        away -> Deadlines.ofStore(repository.isEnded(sid), DATABASE_DEADLINE))
                .flatMap(ended -> ended ? Mono.error(revoked()) : Mono.empty());
    }

    private static Refused revoked() {
        return Refused.of(ErrorCode.SESSION_REVOKED, "this login was ended; log in again");
    }

    private static <T> Mono<T> answer(Supplier<CompletionStage<T>> command) {
        return Mono.fromCompletionStage(command)
                .onErrorMap(
                        IOException.class, ended -> new RedisException("the connection ended under a command", ended));
    }

    static String key(String sid) {
        return "revoked:{" + sid + '}';
    }
}
