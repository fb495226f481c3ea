package im.hongyan.link.call.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.CallLimits;
import im.hongyan.link.call.Calls;
import im.hongyan.link.call.discovery.Target;
import im.hongyan.link.fault.FaultProxy;
import im.hongyan.link.fault.LeakWatch;
import im.hongyan.link.proto.FindMessages;
import im.hongyan.link.proto.FoundMessage;
import im.hongyan.link.proto.FoundMessages;
import im.hongyan.link.proto.LogPage;
import im.hongyan.link.proto.ReadLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Calls and streams that end in every way there is, with the wire being cut meanwhile: no buffer is lost. */
class RSocketLeakTest {
    private final CallLimits limits = new CallLimits(Duration.ofMillis(200), 500, 100, 4);
    private final CallRig rig = new CallRig(limits, new SimpleMeterRegistry());
    private final CallHandlers handlers = new CallHandlers();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        rig.close();
    }

    private Mono<FoundMessages> answer() {
        FoundMessages found = FoundMessages.newBuilder()
                .addMessages(FoundMessage.newBuilder().setMessageId("x".repeat(3000)))
                .build();
        return switch (asked.getAndIncrement() % 10) {
            case 0 -> Mono.never();
            case 1 -> Mono.error(new IllegalStateException("broken on purpose"));
            case 2, 3, 4 -> Mono.just(found).delayElement(Duration.ofMillis(3), Schedulers.parallel());
            default -> Mono.just(found);
        };
    }

    @Test
    void noBufferIsLost() throws InterruptedException {
        handlers.onCall(Calls.FIND, q -> answer());
        LogPage page = LogPage.newBuilder()
                .addMessages(ByteString.copyFrom(new byte[100_000]))
                .build();
        handlers.onStream(Calls.READ_LOG, q -> Flux.range(0, 30).map(i -> page));
        try (LeakWatch watch = new LeakWatch();
                FaultProxy proxy = new FaultProxy(rig.server(handlers).port())) {
            RSocketCalls calls = rig.client(new Target("127.0.0.1", proxy.port()));
            rig.awaitInstances(1);
            FindMessages question =
                    FindMessages.newBuilder().setTenant("q".repeat(500)).build();
            Mono<Void> unary = Flux.range(0, 4000)
                    .flatMap(
                            i -> calls.call(Calls.FIND, question)
                                    .timeout(Duration.ofMillis(i % 7 == 0 ? 1 : 5000))
                                    .onErrorResume(any -> Mono.empty()),
                            100)
                    .then();
            Mono<Void> streams = Flux.range(0, 200)
                    .flatMap(
                            i -> calls.stream(Calls.READ_LOG, ReadLog.getDefaultInstance())
                                    .take(1 + i % 40)
                                    .onErrorResume(any -> Mono.empty()),
                            8)
                    .then();
            Mono<Void> cuts = Flux.interval(Duration.ofMillis(300))
                    .take(6)
                    .doOnNext(i -> proxy.cut())
                    .then();
            Mono.when(unary, streams, cuts).block(Duration.ofSeconds(60));
            rig.close();
            Thread.sleep(300);
            assertThat(watch.leaks()).isEmpty();
            assertThat(asked).hasValueGreaterThan(1000);
        }
    }

    @Test
    void theWatchSeesALostBuffer() throws InterruptedException {
        try (LeakWatch watch = new LeakWatch()) {
            lose();
            assertThat(watch.leaks()).isNotEmpty();
        }
    }

    private static void lose() {
        for (int i = 0; i < 10; i++) {
            PooledByteBufAllocator.DEFAULT.buffer(16).writeByte(1);
        }
    }
}
