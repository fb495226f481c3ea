package im.hongyan.core.media;

import im.hongyan.core.media.store.MediaStore;
import im.hongyan.core.rig.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/** What the tests of other rooms need of this one. */
public final class TestMedia {
    public static final MediaProperties BOUNDS = new MediaProperties(
            DataSize.ofMegabytes(1), DataSize.ofMegabytes(2), Duration.ofDays(7), 10, 4, Duration.ofSeconds(30));

    private TestMedia() {}

    public static Transfers transfers() {
        return new Transfers(BOUNDS, new SimpleMeterRegistry());
    }

    /** Sweeps what was never sent and came before. */
    public static Mono<Void> sweep(TestDatabase database, MediaStore store, long beforeMillis) {
        return new MediaSweeper(
                        new MediaRepository(database.client()),
                        new UsageRepository(database.client()),
                        store,
                        BOUNDS,
                        database.transactions())
                .sweep(beforeMillis);
    }

    /** A message of this conversation carries it. */
    public static Mono<Boolean> use(TestDatabase database, Media file, String conversation) {
        return new MediaRepository(database.client()).use(file.tenant(), file.id(), conversation, 1);
    }
}
