package im.hongyan.link.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import im.hongyan.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

class InProcessEventsTest extends EventContract {
    private final InProcessEvents events =
            new InProcessEvents(properties("amqp://unused", "test", Duration.ofSeconds(5)), meters);

    @Override
    protected EventPublisher publisher() {
        return events;
    }

    @Override
    protected EventSource source() {
        return events;
    }

    @Override
    protected List<String> deadRecords() {
        return events.deadLetters().stream()
                .flatMap(letter -> letter.records().stream())
                .map(ByteString::toStringUtf8)
                .toList();
    }

    @Override
    protected List<String> deadReasons() {
        return events.deadLetters().stream().map(DeadLetter::reason).toList();
    }

    @Test
    void doesNotCompleteBeforeTheConsumerHasAcknowledged() {
        consume(1);
        StepVerifier.create(publish("unsettled"))
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(EventException.class);
                    assertThat(((EventException) error).code()).isEqualTo(ErrorCode.BROKER_UNAVAILABLE);
                })
                .verify(PATIENCE);
    }

    @Test
    void dropsTheOldestOfANodeThatDoesNotRead() {
        List<String> seen = new ArrayList<>();
        BaseSubscriber<EventBatch> reader = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // Asks for nothing yet.
            }

            @Override
            protected void hookOnNext(EventBatch batch) {
                seen.addAll(texts(batch));
            }
        };
        events.node("slow").subscribe(reader);
        List<String> texts = IntStream.range(0, 150).mapToObj(i -> "hint " + i).toList();
        texts.forEach(text ->
                events.publish(new EventAddress.Node("slow"), record(text)).block());
        reader.requestUnbounded();
        assertThat(seen).isEqualTo(texts.subList(50, 150));
        assertThat(meters.get("hongyan.event.dropped").counter().count()).isEqualTo(50);
        reader.cancel();
    }
}
