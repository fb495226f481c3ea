package im.hongyan.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** That the watch for blocking calls is on duty in this test run. */
class BlockHoundTest {
    @Test
    void aBlockingCallOnAThreadThatMustNotBlockFails() {
        Mono<String> blocking = Mono.fromCallable(() -> {
                    Thread.sleep(1);
                    return "blocked";
                })
                .subscribeOn(Schedulers.parallel());

        assertThatThrownBy(() -> blocking.block(Duration.ofSeconds(60)))
                .hasRootCauseInstanceOf(BlockingOperationError.class);
    }
}
