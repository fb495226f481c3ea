package im.hongyan.persistence.message;

import im.hongyan.link.redis.LuaScript;
import im.hongyan.persistence.log.ConversationKey;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Keys {@code floor:{tenant/conversation}}: a number below which a counter is behind. Who gives out numbers starts above it;
 * the counter itself, {@code seq:{tenant/conversation}}, is only read here. Only ever raised; lives for a day, which a counter
 * behind does not outlive: the first number given out above the floor heals it. Safe for concurrent use.
 */
@Component
final class Floors {
    private static final Logger LOG = LoggerFactory.getLogger(Floors.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final long LIFE_SECONDS = Duration.ofDays(1).toSeconds();
    private static final LuaScript<Long> RAISE = LuaScript.load(Floors.class, "floor.lua", ScriptOutputType.INTEGER);

    private final StatefulRedisConnection<String, byte[]> redis;

    Floors(StatefulRedisConnection<String, byte[]> redis) {
        this.redis = redis;
    }

    /**
     * Raises a floor if Redis answers soon; otherwise the next conflict of the conversation will. Never errors.
     *
     * @param top the highest number that is taken
     * @param move by how many numbers what is on its way will be moved: so many stay free above the counter, or it would be
     *     met there by numbers that are given now, and each of them would move the next
     */
    Mono<Void> raise(ConversationKey conversation, long top, long move) {
        String[] keys = {"floor:{" + conversation.path() + '}', "seq:{" + conversation.path() + '}'};
        return RAISE.run(redis, keys, bytes(top), bytes(move), bytes(LIFE_SECONDS))
                .timeout(PATIENCE)
                .then()
                .onErrorResume(error -> {
                    LOG.warn("a floor could not be raised: {}", error.toString());
                    return Mono.empty();
                });
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
