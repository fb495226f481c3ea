package im.hongyan.core.media.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.media.Media;
import im.hongyan.core.media.MediaRepository;
import im.hongyan.core.media.TestMedia;
import im.hongyan.core.media.UsageRepository;
import im.hongyan.core.media.UsageRepository.Usage;
import im.hongyan.core.media.image.TestPictures;
import im.hongyan.core.media.store.MediaStore;
import im.hongyan.core.media.store.TestStores;
import im.hongyan.core.media.type.TestTypes;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestDatabase.Kind;
import im.hongyan.link.proto.Principal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is forgotten of files and uploads, and what it gives back, on both databases. */
class UploadSweepTest {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final TestDatabase.PerKind DATABASES = new TestDatabase.PerKind();
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final long FOREVER = Long.MAX_VALUE / 2;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Principal ann = Principal.newBuilder()
            .setTenant("tenant-" + NAMES.incrementAndGet())
            .setUser("ann")
            .build();

    @ParameterizedTest
    @EnumSource
    void aFileThatNobodySentIsForgotten(Kind kind) {
        World world = new World(kind);
        Media unsent = world.take("left alone");
        Media sent = world.take("sent");
        assertThat(TestMedia.use(world.database, sent, "d:ann:ben").block(WITHIN))
                .isTrue();
        assertThat(TestMedia.use(world.database, sent, "d:ann:ben").block(WITHIN))
                .as("said again")
                .isTrue();
        assertThat(world.held()).isEqualTo(new Usage(14, 0));

        TestMedia.sweep(world.database, world.store, 0).block(WITHIN);
        assertThat(world.held()).as("nothing is old enough").isEqualTo(new Usage(14, 0));
        TestMedia.sweep(world.database, world.store, FOREVER).block(WITHIN);
        assertThat(world.held()).isEqualTo(new Usage(4, 0));
        assertThat(world.find(unsent)).isNull();
        assertThat(world.find(sent)).isEqualTo(sent);
        assertThat(world.store.received(unsent.key()).block(WITHIN)).isZero();
        assertThat(world.store.received(sent.key()).block(WITHIN)).isEqualTo(4);
        assertThat(TestMedia.use(world.database, unsent, "d:ann:ben").block(WITHIN))
                .as("a file that is gone cannot be sent")
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anUploadThatNobodyGoesOnWithIsForgotten(Kind kind) {
        World world = new World(kind);
        Upload upload =
                Objects.requireNonNull(world.uploads.begin(ann, "a.txt", 100).block(WITHIN));
        world.uploads.append(ann, upload.id(), 0, bytes("half")).block(WITHIN);
        assertThat(world.held()).isEqualTo(new Usage(100, 1));
        world.sweeper.sweep(System.currentTimeMillis()).block(WITHIN);
        assertThat(world.held()).as("it has not expired").isEqualTo(new Usage(100, 1));
        world.sweeper
                .sweep(System.currentTimeMillis() + Duration.ofDays(2).toMillis())
                .block(WITHIN);
        assertThat(world.held()).isEqualTo(new Usage(0, 0));
        assertThat(world.store.received(upload.key()).block(WITHIN)).isZero();
        assertThatThrownBy(() -> world.uploads.progress(ann, upload.id()).block(WITHIN))
                .hasMessageContaining("NOT_FOUND");
    }

    /** A chat-core that is killed between the last byte and the answer. */
    @ParameterizedTest
    @EnumSource
    void anUploadWhoseLastAnswerWasLostIsEndedWithNoBytes(Kind kind) {
        World world = new World(kind);
        Upload upload =
                Objects.requireNonNull(world.uploads.begin(ann, "a.txt", 4).block(WITHIN));
        world.store.append(upload.key(), 0, bytes("full")).block(WITHIN);
        world.store.finish(upload.key()).block(WITHIN);
        Progress before =
                Objects.requireNonNull(world.uploads.progress(ann, upload.id()).block(WITHIN));
        assertThat(before.received()).isEqualTo(4);
        assertThat(before.file()).isNull();
        Progress after = Objects.requireNonNull(
                world.uploads.append(ann, upload.id(), 4, Flux.empty()).block(WITHIN));
        assertThat(Objects.requireNonNull(after.file()).mime()).isEqualTo("text/plain");
        assertThat(world.held()).isEqualTo(new Usage(4, 0));
    }

    @ParameterizedTest
    @EnumSource
    void aTenantHasAQuota(Kind kind) {
        World world = new World(kind);
        for (String user : new String[] {"ben", "cleo"}) {
            world.uploads
                    .begin(ann.toBuilder().setUser(user).build(), "", 1024 * 1024)
                    .block(WITHIN);
        }
        assertThatThrownBy(() -> world.take("x")).hasMessageContaining("LIMIT_EXCEEDED");
        assertThat(world.held()).as("nothing was begun").isEqualTo(new Usage(0, 0));
    }

    private static Flux<DataBuffer> bytes(String text) {
        return Flux.just(text.getBytes(StandardCharsets.US_ASCII)).map(DefaultDataBufferFactory.sharedInstance::wrap);
    }

    /** The room on this database. */
    private final class World {
        private final TestDatabase database;
        private final MediaStore store = TestStores.local(folder);
        private final UploadService uploads;
        private final UploadSweeper sweeper;
        private final UsageRepository usage;
        private final MediaRepository files;

        World(Kind kind) {
            database = DATABASES.get(kind);
            usage = new UsageRepository(database.client());
            files = new MediaRepository(database.client());
            UploadRepository rows = new UploadRepository(database.client());
            UploadProperties dials = new UploadProperties(4, Duration.ofDays(1));
            UploadLedger ledger =
                    new UploadLedger(rows, files, usage, TestMedia.BOUNDS, dials, database.transactions());
            Arrival arrival =
                    new Arrival(store, TestMedia.transfers(), TestTypes.texts(), TestPictures.pictures(), ledger);
            Turns turns = new Turns(rows);
            uploads = new UploadService(rows, files, turns, arrival, dials);
            sweeper = new UploadSweeper(rows, turns, arrival);
        }

        Media take(String text) {
            return Objects.requireNonNull(
                    uploads.take(ann, "a.txt", text.length(), bytes(text)).block(WITHIN));
        }

        @Nullable Media find(Media file) {
            return files.find(file.tenant(), file.id()).block(WITHIN);
        }

        Usage held() {
            Mono<Usage> held = usage.find(ann.getTenant(), ann.getUser()).defaultIfEmpty(new Usage(0, 0));
            return Objects.requireNonNull(held.block(WITHIN));
        }
    }
}
