package im.hongyan.link.call.rsocket;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.call.CallClient;
import im.hongyan.link.call.CallContract;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.call.discovery.Target;
import im.hongyan.link.fault.FaultProxy;
import im.hongyan.link.proto.FoundMessages;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.DistributionSummary;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class RSocketCallsTest extends CallContract {
    private final CallRig rig = new CallRig(LIMITS, meters);
    private RSocketCallServer server;
    private RSocketCalls calls;

    @BeforeEach
    void open() {
        server = rig.server(handlers);
        calls = rig.client(server);
        rig.awaitInstances(1);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Override
    protected CallClient client() {
        return calls;
    }

    @Test
    void sendsTogetherWhatQueuesAndAnswersEachCall() {
        handlers.onCall(Calls.FIND, q -> Mono.just(answer(q.getTenant())));
        ask("warm").block(PATIENCE);
        List<String> texts =
                Flux.range(0, LIMITS.inFlight()).map(i -> "x" + i).collectList().block();
        for (int round = 0; round < 50; round++) {
            List<String> answers = Flux.fromIterable(texts)
                    .flatMapSequential(this::ask)
                    .collectList()
                    .block(PATIENCE);
            assertThat(answers).isEqualTo(texts);
        }
        DistributionSummary batches = meters.get("hongyan.call.batch").summary();
        assertThat(batches.totalAmount()).isEqualTo(1 + 50 * LIMITS.inFlight());
        assertThat(batches.max()).isGreaterThan(1);
    }

    @Test
    void spreadsCallsOverTheInstances() {
        CallHandlers otherHandlers = new CallHandlers();
        handlers.onCall(Calls.FIND, q -> Mono.just(answer("one")));
        otherHandlers.onCall(Calls.FIND, q -> Mono.just(answer("two")));
        RSocketCalls both = rig.client(server, rig.server(otherHandlers));
        rig.awaitInstances(2);
        List<String> answers = Flux.range(0, 100)
                .concatMap(i -> both.call(Calls.FIND, question("q")))
                .map(found -> found.getMessages(0).getMessageId())
                .collectList()
                .block(PATIENCE);
        assertThat(answers).filteredOn("one"::equals).hasSizeBetween(49, 51);
    }

    @Test
    void aStoppedInstanceCostsNoCall() {
        CallHandlers otherHandlers = new CallHandlers();
        AtomicInteger served = new AtomicInteger();
        for (CallHandlers each : List.of(handlers, otherHandlers)) {
            each.onCall(Calls.FIND, q -> {
                served.incrementAndGet();
                return Mono.just(answer("ok")).delayElement(Duration.ofMillis(5));
            });
        }
        RSocketCallServer leaving = rig.server(otherHandlers);
        RSocketCalls both = rig.client(server, leaving);
        rig.awaitInstances(2);
        int calls = 2000;
        Flux.range(0, calls)
                .flatMap(
                        i -> {
                            if (i == calls / 2) {
                                leaving.stop(() -> {});
                            }
                            return both.call(Calls.FIND, question("q"));
                        },
                        8)
                .then()
                .block(PATIENCE.multipliedBy(2));
        assertThat(served).hasValue(calls);
        rig.awaitInstances(1);
    }

    @Test
    void aStopWaitsForCallsAtWork() throws InterruptedException {
        Sinks.One<FoundMessages> work = Sinks.one();
        handlers.onCall(Calls.FIND, q -> work.asMono());
        Mono<String> answer = ask("x").cache();
        rig.own(answer.subscribe());
        Thread.sleep(100);
        server.stop(() -> {});
        Thread.sleep(100);
        work.tryEmitValue(answer("done")).orThrow();
        assertThat(answer.block(PATIENCE)).isEqualTo("done");
    }

    @Test
    void failsCallsInFlightWhenTheConnectionBreaksAndComesBack() {
        AtomicInteger asked = new AtomicInteger();
        handlers.onCall(Calls.FIND, q -> asked.getAndIncrement() == 0 ? Mono.never() : Mono.just(answer("back")));
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            RSocketCalls through = rig.client(new Target("127.0.0.1", proxy.port()));
            StepVerifier.create(through.call(Calls.FIND, question("x")))
                    .then(() -> rig.await(() -> asked.get() == 1))
                    .then(proxy::cut)
                    .expectErrorSatisfies(error -> {
                        assertThat(callError(error).code()).isEqualTo(ErrorCode.TIMEOUT);
                        assertThat(error).hasMessageContaining("broke");
                    })
                    .verify(PATIENCE);
            assertThat(through.call(Calls.FIND, question("x")).block(PATIENCE)).isNotNull();
        }
    }

    @Test
    void prefersTheOthersWhenAnInstanceFallsSilent() {
        CallHandlers otherHandlers = new CallHandlers();
        handlers.onCall(Calls.FIND, q -> Mono.just(answer("frozen")));
        otherHandlers.onCall(Calls.FIND, q -> Mono.just(answer("well")));
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            RSocketCalls both =
                    rig.client(new Target("127.0.0.1", proxy.port()), CallRig.target(rig.server(otherHandlers)));
            rig.awaitInstances(2);
            proxy.hold();
            Flux.range(0, 4)
                    .flatMap(i -> both.call(Calls.FIND, question("x")).onErrorResume(late -> Mono.empty()))
                    .then()
                    .block(PATIENCE);
            List<String> answers = Flux.range(0, 20)
                    .concatMap(i -> both.call(Calls.FIND, question("x")))
                    .map(found -> found.getMessages(0).getMessageId())
                    .collectList()
                    .block(PATIENCE);
            assertThat(answers).hasSize(20).containsOnly("well");
            proxy.release();
        }
    }

    @Test
    void failsAsCertainlyNotDoneWhenNoInstanceIsThere() {
        handlers.onCall(Calls.FIND, q -> Mono.just(answer("x")));
        server.stop();
        rig.awaitInstances(0);
        StepVerifier.create(ask("x"))
                .expectErrorSatisfies(error -> {
                    assertThat(callError(error).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
                    assertThat(callError(error).outcomeUnknown()).isFalse();
                })
                .verify(PATIENCE);
    }

    @Test
    void waitsAMomentForAnInstanceThatIsComing() {
        handlers.onCall(Calls.FIND, q -> Mono.just(answer("there")));
        Sinks.Many<List<Target>> targets = Sinks.many().unicast().onBackpressureBuffer();
        RSocketCalls early = rig.client(targets.asFlux());
        Mono<FoundMessages> asked = early.call(Calls.FIND, question("x"))
                .doOnSubscribe(s -> targets.tryEmitNext(List.of(CallRig.target(server))));
        assertThat(asked.block(PATIENCE)).isNotNull();
    }

    @Test
    void followsTheListOfTargets() {
        CallHandlers otherHandlers = new CallHandlers();
        handlers.onCall(Calls.FIND, q -> Mono.just(answer("one")));
        otherHandlers.onCall(Calls.FIND, q -> Mono.just(answer("two")));
        RSocketCallServer other = rig.server(otherHandlers);
        Sinks.Many<List<Target>> targets = Sinks.many().unicast().onBackpressureBuffer();
        RSocketCalls following = rig.client(targets.asFlux());
        targets.tryEmitNext(List.of(CallRig.target(server))).orThrow();
        assertThat(following.call(Calls.FIND, question("x")).block(PATIENCE)).isEqualTo(answer("one"));
        targets.tryEmitNext(List.of(CallRig.target(other))).orThrow();
        rig.await(() ->
                answer("two").equals(following.call(Calls.FIND, question("x")).block(PATIENCE)));
        for (int i = 0; i < 10; i++) {
            assertThat(following.call(Calls.FIND, question("x")).block(PATIENCE))
                    .isEqualTo(answer("two"));
        }
    }
}
