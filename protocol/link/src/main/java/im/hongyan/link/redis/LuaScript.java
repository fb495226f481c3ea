package im.hongyan.link.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * A Lua script of a room: a {@code .lua} file beside the class that calls it. Called by its digest, and sent whole when
 * Redis does not know it (after a restart or a flush). Safe for concurrent use.
 *
 * @param <T> what Redis answers: for {@link ScriptOutputType#MULTI} a list of {@code Long}, {@code byte[]}, lists or null
 */
public final class LuaScript<T> {
    private static final Logger log = LoggerFactory.getLogger(LuaScript.class);
    /** Where Reactor looks for what is to be done with an error that nobody takes. */
    private static final String LATE_ERRORS = "reactor.onErrorDropped.local";

    private final String text;
    private final String digest;
    private final ScriptOutputType type;

    private LuaScript(String text, ScriptOutputType type) {
        this.text = text;
        this.digest = Base16.digest(text.getBytes(StandardCharsets.UTF_8));
        this.type = type;
    }

    /** Loads {@code name} from the package of {@code owner}. */
    public static <T> LuaScript<T> load(Class<?> owner, String name, ScriptOutputType type) {
        try (InputStream file = owner.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the script " + name + " is missing beside " + owner.getName());
            }
            return new LuaScript<>(new String(file.readAllBytes(), StandardCharsets.UTF_8), type);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Runs the script, one round trip. Cancelling drops the answer, not the command. Errors are Lettuce's {@link RedisException}s: a
     * refusal of the disconnected connection, one that ended meanwhile, a timeout, an error of the script.
     */
    public Mono<T> run(StatefulRedisConnection<String, byte[]> redis, String[] keys, byte[]... arguments) {
        return Mono.fromFuture(
                        () -> redis.async()
                                .<T>evalsha(digest, type, keys, arguments)
                                .toCompletableFuture(),
                        true)
                .onErrorResume(
                        RedisNoScriptException.class,
                        unknown -> Mono.fromFuture(
                                () -> redis.async()
                                        .<T>eval(text, type, keys, arguments)
                                        .toCompletableFuture(),
                                true))
                .onErrorMap(
                        IOException.class, ended -> new RedisException("the connection ended under the script", ended))
                .contextWrite(LuaScript::withoutLateErrors);
    }

    /** Whoever has cancelled wants no answer, so an error that comes as one is no loss. */
    private static Context withoutLateErrors(Context context) {
        Consumer<Throwable> late =
                error -> log.debug("a script failed after its caller had gone: {}", error.toString());
        return context.put(LATE_ERRORS, late);
    }
}
