package im.hongyan.core.account.login;

import im.hongyan.core.refusal.Failures;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.redis.LuaScript;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Bounds how often passwords are guessed: for a user from all addresses that never logged in as them, for a user from each
 * address that did, and for an address. Counted in Redis for all cores together; without Redis nobody is let in. Safe for
 * concurrent use.
 */
@Component
final class Attempts {
    private final StatefulRedisConnection<String, byte[]> redis;
    private final LuaScript<Long> script = LuaScript.load(Attempts.class, "attempts.lua", ScriptOutputType.INTEGER);
    private final AttemptProperties bounds;
    private final Counter refused;

    Attempts(StatefulRedisConnection<String, byte[]> redis, AttemptProperties bounds, MeterRegistry meters) {
        this.redis = redis;
        this.bounds = bounds;
        this.refused = Counter.builder("hongyan.core.account.login.refused")
                .baseUnit("attempts")
                .description("Passwords that were not looked at because there had been too many wrong ones")
                .register(meters);
    }

    /** Who tries, and from where. */
    record Who(String tenant, String user, String address) {}

    /**
     * Looks at the password when there have not been too many wrong ones; errors with RATE_LIMITED when there have.
     *
     * @param look empty: the password is wrong. Only that is counted
     */
    <T> Mono<T> within(Who who, Mono<T> look) {
        return run(who, "take")
                .onErrorMap(RedisException.class, away -> uncounted())
                .flatMap(wait -> wait == 0 ? Mono.empty() : Mono.error(tooMany(wait)))
                .then(look.onErrorResume(broken -> settle(who, "back").then(Mono.error(broken))))
                .flatMap(right -> settle(who, "right").thenReturn(right));
    }

    /** Best effort: what is not given back leaves the bucket by itself. */
    private Mono<Long> settle(Who who, String how) {
        return run(who, how).onErrorComplete();
    }

    private Mono<Long> run(Who who, String how) {
        String user = '{' + who.tenant() + '/' + who.user() + '}';
        String[] keys = {
            "login:known:" + user + ':' + who.address(),
            "login:user:" + user,
            "login:user:" + user + ':' + who.address(),
            "login:address:{" + who.address() + '}'
        };
        return script.run(
                redis,
                keys,
                ascii(how),
                ascii(bounds.perUser()),
                ascii(bounds.userPace().toMillis()),
                ascii(bounds.perAddress()),
                ascii(bounds.addressPace().toMillis()),
                ascii(bounds.knownFor().toMillis()));
    }

    private Refused tooMany(long waitMillis) {
        refused.increment();
        return new Refused(
                Problems.retryAfter(ErrorCode.RATE_LIMITED, "there were too many wrong passwords", waitMillis));
    }

    private static Refused uncounted() {
        return new Refused(Failures.retryable(ErrorCode.SERVICE_UNAVAILABLE, "wrong passwords cannot be counted now"));
    }

    private static byte[] ascii(Object value) {
        return value.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
