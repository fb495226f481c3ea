package im.hongyan.link.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import im.hongyan.link.proto.FindMessages;
import im.hongyan.link.proto.FoundMessage;
import im.hongyan.link.proto.FoundMessages;
import im.hongyan.link.proto.LogPage;
import im.hongyan.link.proto.ReadLog;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.util.context.Context;
import reactor.util.function.Tuple2;

/** What every transport of calls keeps. */
public abstract class CallContract {
    protected static final Duration PATIENCE = Duration.ofSeconds(10);
    protected static final CallLimits LIMITS = new CallLimits(Duration.ofMillis(700), 16, 4, 4);

    protected final CallHandlers handlers = new CallHandlers();
    protected final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** A client of a service that answers with {@link #handlers}. */
    protected abstract CallClient client();

    protected static FindMessages question(String text) {
        return FindMessages.newBuilder().setTenant(text).build();
    }

    protected static FoundMessages answer(String text) {
        return FoundMessages.newBuilder()
                .addMessages(FoundMessage.newBuilder().setMessageId(text))
                .build();
    }

    protected Mono<String> ask(String text) {
        return client().call(Calls.FIND, question(text))
                .map(found -> found.getMessages(0).getMessageId());
    }

    protected static CallException callError(Throwable error) {
        assertThat(error).isInstanceOf(CallException.class);
        return (CallException) error;
    }

    private static LogPage page(long number) {
        return LogPage.newBuilder().setThrough(number).build();
    }

    @Test
    void answersACall() {
        handlers.onCall(Calls.FIND, q -> Mono.just(answer("re: " + q.getTenant())));
        assertThat(ask("hello").block(PATIENCE)).isEqualTo("re: hello");
    }

    @Test
    void carriesALargeQuestionAndALargeAnswer() {
        handlers.onCall(Calls.FIND, q -> Mono.just(answer(q.getTenant() + q.getTenant())));
        String large = "x".repeat(700_000);
        assertThat(ask(large).block(PATIENCE)).hasSize(1_400_000);
    }

    @Test
    void doesNotLetASlowCallHoldUpTheOthers() {
        Sinks.One<FoundMessages> slow = Sinks.one();
        handlers.onCall(
                Calls.FIND, q -> q.getTenant().equals("slow") ? slow.asMono() : Mono.just(answer(q.getTenant())));
        List<String> answers = Flux.just("slow", "a", "b", "c")
                .flatMap(this::ask)
                .index()
                .doOnNext(got -> {
                    if (got.getT1() == 2) {
                        slow.tryEmitValue(answer("slow"));
                    }
                })
                .map(Tuple2::getT2)
                .collectList()
                .block(PATIENCE);
        assertThat(answers).containsExactlyInAnyOrder("a", "b", "c", "slow");
        assertThat(answers).endsWith("slow");
    }

    @Test
    void answersEachOfManyConcurrentCalls() {
        handlers.onCall(Calls.FIND, q -> Mono.just(answer(q.getTenant())).delayElement(Duration.ofMillis(1)));
        List<String> texts =
                Flux.range(0, 2000).map(i -> "call " + i).collectList().block();
        List<String> answers = Flux.fromIterable(texts)
                .flatMapSequential(this::ask, 12)
                .collectList()
                .block(PATIENCE);
        assertThat(answers).isEqualTo(texts);
    }

    @Test
    void failsAtTheDeadlineWithAnUnknownOutcome() {
        handlers.onCall(Calls.FIND, q -> Mono.never());
        long start = System.nanoTime();
        StepVerifier.create(ask("x"))
                .expectErrorSatisfies(error -> {
                    assertThat(callError(error).code()).isEqualTo(ErrorCode.TIMEOUT);
                    assertThat(callError(error).outcomeUnknown()).isTrue();
                })
                .verify(PATIENCE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LIMITS.deadline());
    }

    @Test
    void refusesBeyondTheBoundInFlight() {
        handlers.onCall(Calls.FIND, q -> Mono.never());
        Flux.range(0, LIMITS.inFlight()).flatMap(i -> ask("x")).subscribe(x -> {}, error -> {});
        StepVerifier.create(ask("x"))
                .expectErrorSatisfies(error -> {
                    assertThat(callError(error).code()).isEqualTo(ErrorCode.BUSY);
                    assertThat(callError(error).outcomeUnknown()).isFalse();
                })
                .verify(PATIENCE);
        assertThat(meters.get("hongyan.call.open").gauge().value()).isEqualTo(LIMITS.inFlight());
        assertThat(meters.get("hongyan.call.refused").counter().count()).isEqualTo(1);
    }

    /** What comes after a cancel is no fault, so nobody is told of it. */
    @Test
    void dropsNoErrorWhenACallThatWasCancelledEnds() {
        handlers.onCall(Calls.FIND, q -> Mono.never());
        List<Throwable> dropped = new CopyOnWriteArrayList<>();
        Consumer<Throwable> notice = dropped::add;
        ask("x").contextWrite(Context.of("reactor.onErrorDropped.local", notice))
                .subscribe()
                .dispose();
        await().atMost(PATIENCE)
                .until(() -> meters.get("hongyan.call.open").gauge().value() == 0);
        assertThat(meters.get("hongyan.call.timeouts").counter().count()).isEqualTo(1);
        assertThat(dropped).isEmpty();
    }

    @Test
    void givesTheSlotBackAfterAnswersErrorsAndDeadlines() {
        AtomicInteger calls = new AtomicInteger();
        handlers.onCall(Calls.FIND, q -> switch (calls.getAndIncrement() % 3) {
            case 0 -> Mono.just(answer("ok"));
            case 1 -> Mono.error(new IllegalStateException("broken on purpose"));
            default -> Mono.never();
        });
        Flux.range(0, 12)
                .flatMap(i -> ask("x").onErrorResume(error -> Mono.empty()))
                .then()
                .block(PATIENCE);
        assertThat(meters.get("hongyan.call.open").gauge().value()).isZero();
    }

    @Test
    void reportsABrokenHandlerAsInternalAndSaysNothingOfTheCause() {
        handlers.onCall(Calls.FIND, q -> {
            throw new IllegalStateException("secret detail");
        });
        StepVerifier.create(ask("x"))
                .expectErrorSatisfies(error -> {
                    assertThat(callError(error).code()).isEqualTo(ErrorCode.INTERNAL);
                    assertThat(error).hasMessageNotContaining("secret");
                })
                .verify(PATIENCE);
    }

    @Test
    void tellsThatTheStoreOfAHandlerIsAway() {
        CallException away = new CallException(ErrorCode.STORE_UNAVAILABLE, "no answer");
        handlers.onCall(Calls.FIND, q -> Mono.error(away));
        handlers.onStream(Calls.READ_LOG, q -> Flux.error(away));
        StepVerifier.create(ask("x"))
                .expectErrorSatisfies(
                        error -> assertThat(callError(error).code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                .verify(PATIENCE);
        StepVerifier.create(client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance()))
                .expectErrorSatisfies(
                        error -> assertThat(callError(error).code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE))
                .verify(PATIENCE);
    }

    @Test
    void reportsAnEmptyAnswerAsInternal() {
        handlers.onCall(Calls.FIND, q -> Mono.empty());
        StepVerifier.create(ask("x"))
                .expectErrorSatisfies(
                        error -> assertThat(callError(error).code()).isEqualTo(ErrorCode.INTERNAL))
                .verify(PATIENCE);
    }

    @Test
    void reportsARouteThatNobodyAnswersAsCertainlyNotDone() {
        StepVerifier.create(ask("x"))
                .expectErrorSatisfies(
                        error -> assertThat(callError(error).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE))
                .verify(PATIENCE);
        StepVerifier.create(client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance()))
                .expectErrorSatisfies(
                        error -> assertThat(callError(error).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE))
                .verify(PATIENCE);
    }

    @Test
    void cancellingACallDoesNotCancelTheWork() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        Sinks.One<FoundMessages> work = Sinks.one();
        handlers.onCall(
                Calls.FIND,
                q -> work.asMono()
                        .doOnSubscribe(s -> begun.countDown())
                        .doOnCancel(() -> cancelled.set(true))
                        .doOnSuccess(x -> done.countDown()));
        Disposable caller = ask("x").subscribe();
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        caller.dispose();
        Thread.sleep(100);
        work.tryEmitValue(answer("late")).orThrow();
        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(cancelled).isFalse();
    }

    @Test
    void streamsInOrder() {
        handlers.onStream(Calls.READ_LOG, q -> Flux.range(1, 500).map(CallContract::page));
        StepVerifier.create(client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance())
                        .map(LogPage::getThrough))
                .expectNextSequence(
                        Flux.range(1, 500).map(i -> (long) i).collectList().block())
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void asksAStreamForNoMoreThanTheReaderWants() {
        AtomicLong asked = new AtomicLong();
        AtomicInteger made = new AtomicInteger();
        handlers.onStream(
                Calls.READ_LOG,
                q -> Flux.<LogPage, Integer>generate(() -> 0, (state, sink) -> {
                            made.incrementAndGet();
                            sink.next(page(state));
                            return state + 1;
                        })
                        .doOnRequest(asked::addAndGet));
        StepVerifier.create(client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance()), 0)
                .thenRequest(2)
                .expectNextCount(2)
                .thenAwait(Duration.ofMillis(100))
                .then(() -> assertThat(made).hasValue(2))
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel()
                .verify(PATIENCE);
        assertThat(asked).hasValue(3);
    }

    @Test
    void neverRunsFurtherAheadOfAnUnboundedReaderThanTheWindow() {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        AtomicInteger furthest = new AtomicInteger();
        handlers.onStream(
                Calls.READ_LOG,
                q -> Flux.range(1, 200).map(i -> {
                    furthest.accumulateAndGet(made.incrementAndGet() - read.get(), Math::max);
                    return page(i);
                }));
        client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance())
                .doOnNext(page -> read.incrementAndGet())
                .blockLast(PATIENCE);
        assertThat(made).hasValue(200);
        assertThat(furthest).hasValueLessThanOrEqualTo(LIMITS.streamWindow() + 1);
    }

    @Test
    void cancellingAStreamReachesTheSource() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        handlers.onStream(
                Calls.READ_LOG, q -> Flux.just(page(1)).concatWith(Flux.never()).doOnCancel(cancelled::countDown));
        client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance()).take(1).blockLast(PATIENCE);
        assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(meters.get("hongyan.call.streams").gauge().value()).isZero();
    }

    @Test
    void failsAStreamThatOwesAnItemForTooLong() {
        handlers.onStream(Calls.READ_LOG, q -> Flux.just(page(1)).concatWith(Flux.never()));
        StepVerifier.create(client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance()))
                .expectNextCount(1)
                .expectErrorSatisfies(
                        error -> assertThat(callError(error).code()).isEqualTo(ErrorCode.TIMEOUT))
                .verify(PATIENCE);
    }

    @Test
    void letsAReaderPauseForLongerThanTheDeadline() {
        handlers.onStream(Calls.READ_LOG, q -> Flux.range(1, 3).map(CallContract::page));
        StepVerifier.create(client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance()), 1)
                .expectNextCount(1)
                .thenAwait(LIMITS.deadline().multipliedBy(2))
                .thenRequest(2)
                .expectNextCount(2)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void reportsABrokenStreamAsInternal() {
        handlers.onStream(
                Calls.READ_LOG,
                q -> Flux.just(page(1)).concatWith(Flux.error(new IllegalStateException("secret detail"))));
        StepVerifier.create(client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance()))
                .expectNextCount(1)
                .expectErrorSatisfies(error -> {
                    assertThat(callError(error).code()).isEqualTo(ErrorCode.INTERNAL);
                    assertThat(error).hasMessageNotContaining("secret");
                })
                .verify(PATIENCE);
    }

    @Test
    void boundsTheNumberOfOpenStreams() {
        handlers.onStream(Calls.READ_LOG, q -> Flux.never());
        List<Disposable> open = new ArrayList<>();
        for (int i = 0; i < LIMITS.streams(); i++) {
            open.add(client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance())
                    .subscribe(x -> {}, error -> {}));
        }
        StepVerifier.create(client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance()))
                .expectErrorSatisfies(
                        error -> assertThat(callError(error).code()).isEqualTo(ErrorCode.BUSY))
                .verify(PATIENCE);
        open.forEach(Disposable::dispose);
        assertThat(meters.get("hongyan.call.streams").gauge().value()).isZero();
    }

    @Test
    void carriesLargePages() {
        ByteString message = ByteString.copyFrom(new byte[64 * 1024]);
        LogPage large = LogPage.newBuilder()
                .addAllMessages(Collections.nCopies(8, message))
                .build();
        handlers.onStream(Calls.READ_LOG, q -> Flux.range(0, 20).map(i -> large));
        StepVerifier.create(client().stream(Calls.READ_LOG, ReadLog.getDefaultInstance()))
                .thenConsumeWhile(large::equals)
                .expectComplete()
                .verify(PATIENCE);
    }
}
