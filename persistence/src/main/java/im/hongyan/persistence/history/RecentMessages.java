package im.hongyan.persistence.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import im.hongyan.link.redis.LuaScript;
import im.hongyan.persistence.delivery.Hint;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.LogRow;
import im.hongyan.persistence.log.Place;
import im.hongyan.persistence.log.Span;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The hot cache: sorted sets {@code recent:{tenant/conversation}} of the newest messages, score = number, written after the
 * commit. It may lack anything at any time; so only a run of numbers without a gap, beginning where the reader stands, is
 * believed. The database is the truth. Safe for concurrent use.
 */
@Component
public final class RecentMessages {
    private static final int WRITES_AT_ONCE = 64;
    private static final LuaScript<Long> REMEMBER =
            LuaScript.load(RecentMessages.class, "recent.lua", ScriptOutputType.INTEGER);

    private final StatefulRedisConnection<String, byte[]> redis;
    private final HistoryProperties properties;
    private final Counter hits;
    private final Counter misses;
    private final Counter failures;

    RecentMessages(StatefulRedisConnection<String, byte[]> redis, HistoryProperties properties, MeterRegistry meters) {
        this.redis = redis;
        this.properties = properties;
        this.hits = counter(meters, "hits", "Pages begun from the hot cache");
        this.misses = counter(meters, "misses", "Pages for which the hot cache had no beginning");
        this.failures = counter(meters, "failures", "Times that the hot cache did not answer in time");
    }

    /**
     * Keeps what was stored and forgets what is not what it was, for as long as Redis answers soon; readers do not depend on
     * it. Never errors.
     */
    public Mono<Void> remember(List<Hint> hints) {
        Map<ConversationKey, List<Hint.Stored>> fresh = new LinkedHashMap<>();
        for (Hint hint : hints) {
            if (hint instanceof Hint.Stored stored && stored.body().size() <= properties.recentBytes()) {
                fresh.computeIfAbsent(stored.conversation(), key -> new ArrayList<>())
                        .add(stored);
            }
        }
        return Flux.fromIterable(fresh.entrySet())
                .flatMap(entry -> remember(entry.getKey(), entry.getValue()), WRITES_AT_ONCE)
                .thenMany(Flux.fromIterable(hints).ofType(Hint.Rewritten.class))
                .flatMap(rewritten -> forget(rewritten.place()), WRITES_AT_ONCE)
                .then()
                .timeout(properties.recentPatience())
                .onErrorResume(error -> {
                    failures.increment();
                    return Mono.empty();
                });
    }

    /**
     * The beginning of a span, {@code most} messages or up to its end; empty when it is not here without a gap, or not soon.
     * Never errors.
     *
     * @param rewritten messages up to this number may be kept here as they were once: nothing is given of a run that has one
     */
    Mono<List<LogRow>> read(Span span, int most, long rewritten) {
        long lowest = span.descending() ? Math.max(span.after(), span.through() - most) + 1 : span.after() + 1;
        if (lowest <= rewritten || (span.length() > properties.recentMessages() && !span.descending())) {
            return Mono.empty();
        }
        Range<Long> numbers =
                Range.from(Range.Boundary.excluding(span.after()), Range.Boundary.including(span.through()));
        Limit limit = Limit.from(most);
        Flux<ScoredValue<byte[]>> found = span.descending()
                ? redis.reactive().zrevrangebyscoreWithScores(key(span.conversation()), numbers, limit)
                : redis.reactive().zrangebyscoreWithScores(key(span.conversation()), numbers, limit);
        return found.collectList()
                .timeout(properties.recentPatience())
                .map(values -> withoutGap(span, values, most))
                .doOnNext(rows -> (rows.isEmpty() ? misses : hits).increment())
                .onErrorResume(error -> {
                    failures.increment();
                    return Mono.empty();
                });
    }

    private Mono<Long> remember(ConversationKey conversation, List<Hint.Stored> messages) {
        List<Hint.Stored> newest =
                messages.subList(Math.max(0, messages.size() - properties.recentMessages()), messages.size());
        byte[][] arguments = new byte[2 + 2 * newest.size()][];
        arguments[0] = bytes(properties.recentMessages());
        arguments[1] = bytes(properties.recentLife().toSeconds());
        for (int index = 0; index < newest.size(); index++) {
            arguments[2 + 2 * index] = bytes(newest.get(index).sequence());
            arguments[3 + 2 * index] = newest.get(index).body().toByteArray();
        }
        return REMEMBER.run(redis, new String[] {key(conversation)}, arguments);
    }

    private Mono<Long> forget(Place place) {
        return redis.reactive()
                .zremrangebyscore(key(place.conversation()), Range.create(place.sequence(), place.sequence()));
    }

    private static List<LogRow> withoutGap(Span span, List<ScoredValue<byte[]>> values, int most) {
        if (values.size() != Math.min(most, span.length())) {
            return List.of();
        }
        List<LogRow> rows = new ArrayList<>(values.size());
        long expected = span.descending() ? span.through() : span.after() + 1;
        for (ScoredValue<byte[]> value : values) {
            if ((long) value.getScore() != expected) {
                return List.of();
            }
            ByteString body = UnsafeByteOperations.unsafeWrap(value.getValue());
            rows.add(new LogRow(expected, body));
            expected += span.descending() ? -1 : 1;
        }
        return rows;
    }

    private static String key(ConversationKey conversation) {
        return "recent:{" + conversation.path() + "}";
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static Counter counter(MeterRegistry meters, String result, String description) {
        return Counter.builder("hongyan.recent")
                .tag("result", result)
                .description(description)
                .register(meters);
    }
}
