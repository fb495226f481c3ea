package im.hongyan.core.message.sequence;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.link.redis.LuaScript;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** {@code sequence.lua}, typed. One trip a call; cancelling does not undo it. */
final class SequenceScript {
    private static final byte[] NO_NEED = ascii("0");
    private static final byte[] MUST_LOOK_UP = ascii("1");
    private static final byte[] LOOKED_UP = ascii("2");

    private final StatefulRedisConnection<String, byte[]> redis;
    private final LuaScript<List<byte[]>> script =
            LuaScript.load(SequenceScript.class, "sequence.lua", ScriptOutputType.MULTI);
    private final byte[] expiryMillis;
    private final byte[] reusableMillis;

    SequenceScript(StatefulRedisConnection<String, byte[]> redis, Duration dedupExpiry, Duration reusableAge) {
        this.redis = redis;
        this.expiryMillis = ascii(dedupExpiry.toMillis());
        this.reusableMillis = ascii(reusableAge.toMillis());
    }

    /** The verdicts of each run, in its claims' order. Writes the marks first. */
    Mono<List<List<Verdict>>> call(List<Mark> marks, List<Run> runs) {
        List<String> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        values.add(expiryMillis);
        values.add(reusableMillis);
        values.add(ascii(marks.size()));
        values.add(ascii(runs.size()));
        for (Mark mark : marks) {
            keys.add(mark.key());
            values.add(ascii(mark.entry()));
        }
        for (Run run : runs) {
            add(run, keys, values);
        }
        return script.run(redis, keys.toArray(String[]::new), values.toArray(byte[][]::new))
                .map(reply -> split(reply, runs));
    }

    private static void add(Run run, List<String> keys, List<byte[]> values) {
        keys.add(counterKey(run.key()));
        keys.add(floorKey(run.key()));
        keys.add(userBucketKey(run));
        keys.add(tenantBucketKey(run));
        values.add(run.seed() == Run.UNKNOWN_SEED ? ascii("") : ascii(run.seed()));
        add(run.rates().user(), values);
        add(run.rates().tenant(), values);
        values.add(ascii(run.claims().size()));
        for (Claim claim : run.claims()) {
            keys.add(dedupKey(claim.draft()));
            values.add(ascii(Long.toHexString(claim.draft().payloadHash())));
            values.add(ascii(claim.draft().messageId()));
            values.add(claim.mustLookUp() ? MUST_LOOK_UP : claim.lookedUp() ? LOOKED_UP : NO_NEED);
            values.add(ascii(claim.spent()));
        }
    }

    private static void add(Rate rate, List<byte[]> values) {
        values.add(ascii(rate.burst()));
        values.add(ascii(rate.paceMicros()));
    }

    /** The counter of a conversation; 0 when there is none. */
    Mono<Long> given(ConversationKey key) {
        return redis.reactive()
                .get(counterKey(key))
                .map(counter -> Long.parseLong(new String(counter, StandardCharsets.US_ASCII)))
                .defaultIfEmpty(0L);
    }

    static String counterKey(ConversationKey key) {
        return "seq:{" + key.path() + '}';
    }

    /** Written by persistence when it gave a number itself: the counter must not stay below. */
    static String floorKey(ConversationKey key) {
        return "floor:{" + key.path() + '}';
    }

    static String userBucketKey(Run run) {
        String sender =
                run.claims().isEmpty() ? "" : run.claims().getFirst().draft().sender();
        return "sends:{" + run.key().tenant() + '/' + sender + '}';
    }

    static String tenantBucketKey(Run run) {
        return "sends:{" + run.key().tenant() + '}';
    }

    static String dedupKey(Draft draft) {
        return "dedup:{" + draft.key().path() + "}:" + draft.sender() + ':' + draft.clientMessageId();
    }

    private static List<List<Verdict>> split(List<byte[]> reply, List<Run> runs) {
        List<List<Verdict>> verdicts = new ArrayList<>(runs.size());
        int next = 0;
        for (Run run : runs) {
            List<Verdict> ofRun = new ArrayList<>(run.claims().size());
            for (int i = 0; i < run.claims().size(); i++) {
                ofRun.add(Verdict.parse(new String(reply.get(next++), StandardCharsets.US_ASCII)));
            }
            verdicts.add(ofRun);
        }
        return verdicts;
    }

    private static byte[] ascii(long number) {
        return ascii(Long.toString(number));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
