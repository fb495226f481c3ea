package im.hongyan.gateway.lane;

import im.hongyan.gateway.time.Budget;
import im.hongyan.link.proto.Principal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * What a user may read of the log with all devices at this node together: neither more devices nor new connections bring
 * more. A user is forgotten when there is nothing to remember, a second after the last use. Safe for concurrent use.
 */
final class UserBudgets {
    /** Who comes when so many have asked within a second is refused. */
    static final int MAX_USERS = 100_000;

    private static final long SECOND = 1_000_000_000L;

    private final Map<UserKey, Account> users = new ConcurrentHashMap<>();
    private final AtomicLong sweptIn = new AtomicLong();
    private final LaneProperties properties;

    private record UserKey(String tenant, String user) {}

    /** The map lets one thread at a time to an entry. */
    private record Account(Budget queries, Budget bytes) {}

    UserBudgets(LaneProperties properties, MeterRegistry meters) {
        this.properties = properties;
        Gauge.builder("hongyan.gateway.lane.budgets", users, Map::size)
                .baseUnit("users")
                .description("users who have asked for SYNC or HISTORY lately, at most " + MAX_USERS)
                .register(meters);
    }

    /** Takes one query, if there is one. */
    boolean takeQuery(Principal who, long now) {
        return use(who, now, account -> account.queries().take(now) ? 1 : 0) > 0;
    }

    /** Takes the bytes of a part that was read; returns how long nothing more should be. */
    Duration spend(Principal who, int bytes, long now) {
        return Duration.ofNanos(use(who, now, account -> account.bytes().owe(bytes, now)));
    }

    /** 0 for who finds no room. */
    private long use(Principal who, long now, ToLongFunction<Account> action) {
        sweep(now);
        AtomicLong result = new AtomicLong();
        users.compute(new UserKey(who.getTenant(), who.getUser()), (key, known) -> {
            if (known == null && users.size() >= MAX_USERS) {
                return null;
            }
            Account account = known == null ? fresh(now) : known;
            result.setPlain(action.applyAsLong(account));
            return account;
        });
        return result.getPlain();
    }

    private Account fresh(long now) {
        return new Account(
                new Budget(properties.queriesPerSecond(), now),
                new Budget(properties.queryBytesPerSecond().toBytes(), now));
    }

    private void sweep(long now) {
        long second = now / SECOND;
        if (sweptIn.getAndSet(second) != second) {
            users.keySet()
                    .forEach(user -> users.computeIfPresent(
                            user,
                            (key, account) -> account.queries().isWhole(now)
                                            && account.bytes().isWhole(now)
                                    ? null
                                    : account));
        }
    }
}
