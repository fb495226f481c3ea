package im.hongyan.standalone;

import im.hongyan.local.Purpose;
import im.hongyan.local.RedisServer;
import im.hongyan.local.machine.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;

/**
 * The Redis of a standalone server: a child process on a free port of loopback that appends to a file below the data
 * folder. It is started again when it ends by itself, on the same port; it ends with this JVM in every case.
 */
final class EmbeddedRedis implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final RedisServer server;
    private final Thread keeper;
    private volatile boolean closing;

    private EmbeddedRedis(RedisServer server) {
        this.server = server;
        this.keeper = Thread.ofPlatform().name("redis-keeper").daemon().unstarted(this::keep);
    }

    /** Starts it on what the folder holds. A Redis that a killed server has left there is ended first. */
    static EmbeddedRedis start(Path folder) {
        RedisServer server = new RedisServer(folder, Ports.free(), Purpose.EMBEDDED, () -> program(folder));
        server.kill();
        EmbeddedRedis redis = new EmbeddedRedis(server);
        server.start();
        redis.keeper.start();
        return redis;
    }

    String uri() {
        return server.uri();
    }

    RedisServer server() {
        return server;
    }

    @Override
    public void close() {
        closing = true;
        keeper.interrupt();
        server.stop();
    }

    private void keep() {
        try {
            while (!closing) {
                Thread.sleep(PAUSE);
                if (!closing && !server.alive()) {
                    log.warn("Redis has ended, starting it again: see {}", server.log());
                    server.start();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            log.error("Redis cannot be started again, nothing can be sent until this server is restarted", broken);
        }
    }

    // Kept beside the data: unpacking it costs more than starting it.
    private static Path program(Path folder) {
        Path program = folder.resolve("redis-server");
        if (Files.isExecutable(program)) {
            return program;
        }
        try {
            Path unpacked = ExecutableProvider.newJarResourceProvider(folder.toFile())
                    .get()
                    .toPath();
            Path named = folder.resolve("unpacked");
            Files.move(unpacked, named, StandardCopyOption.REPLACE_EXISTING);
            if (!named.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + named + " executable");
            }
            return Files.move(named, program, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartException("cannot unpack Redis into " + folder + ": " + e.getMessage());
        }
    }
}
