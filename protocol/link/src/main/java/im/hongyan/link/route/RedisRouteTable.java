package im.hongyan.link.route;

import im.hongyan.link.redis.LuaScript;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The address book in Redis: per user and per group one sorted set, scored with the time when an entry expires by the clock of
 * Redis. The whole key expires with its newest entry.
 *
 * <pre>
 * devices:{tenant/user}  → device/session/node
 * nodes:{tenant/group}   → node
 * </pre>
 */
public final class RedisRouteTable implements RouteTable {
    /** Keys of one script call, so that no call holds Redis up for long. */
    private static final int KEYS_PER_CALL = 256;

    private static final LuaScript<List<byte[]>> REGISTER =
            LuaScript.load(RedisRouteTable.class, "register.lua", ScriptOutputType.MULTI);
    private static final LuaScript<List<byte[]>> REFRESH =
            LuaScript.load(RedisRouteTable.class, "refresh.lua", ScriptOutputType.MULTI);
    private static final LuaScript<Long> WITHDRAW =
            LuaScript.load(RedisRouteTable.class, "withdraw.lua", ScriptOutputType.INTEGER);
    private static final LuaScript<List<List<byte[]>>> READ =
            LuaScript.load(RedisRouteTable.class, "read.lua", ScriptOutputType.MULTI);

    private final StatefulRedisConnection<String, byte[]> redis;
    private final Duration timeToLive;

    public RedisRouteTable(StatefulRedisConnection<String, byte[]> redis, RouteProperties properties) {
        this.redis = redis;
        this.timeToLive = properties.timeToLive();
    }

    @Override
    public Duration timeToLive() {
        return timeToLive;
    }

    @Override
    public Mono<List<DeviceRoute>> register(DeviceRoute route) {
        return REGISTER.run(
                        redis,
                        new String[] {key(route)},
                        bytes(Long.toString(timeToLive.toMillis())),
                        bytes(route.device()),
                        bytes(entry(route)))
                .map(replaced -> replaced.stream()
                        .map(entry -> deviceRoute(route.tenant(), route.user(), entry))
                        .toList());
    }

    @Override
    public Mono<Void> remove(DeviceRoute route) {
        return withdraw(List.of(new Entry(key(route), entry(route))));
    }

    @Override
    public Mono<List<DeviceRoute>> refresh(Collection<DeviceRoute> devices, Collection<GroupRoute> groups) {
        Flux<DeviceRoute> replaced =
                Flux.fromIterable(parts(List.copyOf(devices))).flatMap(this::extend);
        return replaced.collectList().flatMap(lost -> join(groups).thenReturn(lost));
    }

    @Override
    public Mono<Void> join(Collection<GroupRoute> groups) {
        return Flux.fromIterable(parts(entries(groups)))
                .flatMap(part -> extend(part, 0))
                .then();
    }

    @Override
    public Mono<Void> leave(Collection<GroupRoute> groups) {
        return withdraw(entries(groups));
    }

    @Override
    public Flux<DeviceRoute> devices(String tenant, String user) {
        String[] keys = {key(new Audience.User(tenant, user))};
        return READ.run(redis, keys)
                .flatMapIterable(found -> found.get(0))
                .map(entry -> deviceRoute(tenant, user, entry));
    }

    @Override
    public Mono<Map<Audience, Set<String>>> nodes(Collection<Audience> audiences) {
        return Flux.fromIterable(parts(List.copyOf(new HashSet<>(audiences))))
                .flatMap(this::read)
                .collect(() -> HashMap.newHashMap(audiences.size()), Map::putAll);
    }

    private Mono<Map<Audience, Set<String>>> read(List<Audience> audiences) {
        String[] keys = audiences.stream().map(RedisRouteTable::key).toArray(String[]::new);
        return READ.run(redis, keys).map(found -> {
            Map<Audience, Set<String>> nodes = HashMap.newHashMap(keys.length);
            for (int i = 0; i < keys.length; i++) {
                Audience audience = audiences.get(i);
                Set<String> names = HashSet.newHashSet(found.get(i).size());
                for (byte[] entry : found.get(i)) {
                    names.add(node(audience, entry));
                }
                nodes.put(audience, names);
            }
            return nodes;
        });
    }

    private static String node(Audience audience, byte[] entry) {
        return switch (audience) {
            case Audience.User user ->
                deviceRoute(user.tenant(), user.user(), entry).node();
            case Audience.Group group -> text(entry);
        };
    }

    private Flux<DeviceRoute> extend(List<DeviceRoute> routes) {
        List<Entry> users = routes.stream()
                .map(route -> new Entry(key(route), entry(route)))
                .toList();
        return extend(users, users.size()).flatMapIterable(replaced -> {
            List<DeviceRoute> lost = new ArrayList<>();
            for (int i = 0; i + 1 < replaced.size(); i += 2) {
                DeviceRoute ours = routes.get(Integer.parseInt(text(replaced.get(i))) - 1);
                lost.add(deviceRoute(ours.tenant(), ours.user(), replaced.get(i + 1)));
            }
            return lost;
        });
    }

    private Mono<List<byte[]>> extend(List<Entry> entries, int users) {
        byte[][] arguments = Stream.concat(
                        Stream.of(Long.toString(timeToLive.toMillis()), Integer.toString(users)),
                        entries.stream().map(Entry::value))
                .map(RedisRouteTable::bytes)
                .toArray(byte[][]::new);
        return REFRESH.run(redis, keys(entries), arguments);
    }

    private Mono<Void> withdraw(List<Entry> all) {
        return Flux.fromIterable(parts(all))
                .flatMap(part -> WITHDRAW.run(
                        redis,
                        keys(part),
                        part.stream().map(entry -> bytes(entry.value())).toArray(byte[][]::new)))
                .then();
    }

    private record Entry(String key, String value) {}

    private static List<Entry> entries(Collection<GroupRoute> groups) {
        return groups.stream()
                .map(route -> new Entry(key(new Audience.Group(route.tenant(), route.group())), route.node()))
                .toList();
    }

    private static String[] keys(List<Entry> entries) {
        return entries.stream().map(Entry::key).toArray(String[]::new);
    }

    private static <T> List<List<T>> parts(List<T> all) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += KEYS_PER_CALL) {
            parts.add(all.subList(from, Math.min(all.size(), from + KEYS_PER_CALL)));
        }
        return parts;
    }

    private static String key(DeviceRoute route) {
        return key(new Audience.User(route.tenant(), route.user()));
    }

    private static String key(Audience audience) {
        return switch (audience) {
            case Audience.User user -> "devices:{" + user.tenant() + '/' + user.user() + '}';
            case Audience.Group group -> "nodes:{" + group.tenant() + '/' + group.group() + '}';
        };
    }

    private static String entry(DeviceRoute route) {
        if (route.device().indexOf('/') >= 0 || route.session().indexOf('/') >= 0) {
            throw new IllegalArgumentException("a device and a session must not contain /");
        }
        return route.device() + '/' + route.session() + '/' + route.node();
    }

    private static DeviceRoute deviceRoute(String tenant, String user, byte[] entry) {
        String[] parts = text(entry).split("/", 3);
        return new DeviceRoute(tenant, user, parts[0], parts[2], parts[1]);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
