package im.hongyan.link.call.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.proto.FoundMessages;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

class AnswerBatchTest {

    /** Else a client that cancels could have more at work than the bound allows. */
    @Test
    void aCancelLeavesTheSlotToTheWorkUntilItEnds() {
        AtomicInteger freed = new AtomicInteger();
        Sinks.One<FoundMessages> work = Sinks.one();
        AnswerBatch answers = new AnswerBatch(Runnable::run);
        work.asMono().subscribe(answers.<FoundMessages>add("find", freed::incrementAndGet));
        answers.subscribe().dispose();
        assertThat(freed).hasValue(0);
        work.tryEmitValue(FoundMessages.getDefaultInstance()).orThrow();
        assertThat(freed).hasValue(1);
    }
}
