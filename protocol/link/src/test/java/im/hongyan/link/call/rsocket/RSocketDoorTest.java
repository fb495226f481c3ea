package im.hongyan.link.call.rsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.link.call.CallException;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.CallLimits;
import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.Calls;
import im.hongyan.link.call.rsocket.frame.CallFrames;
import im.hongyan.link.proto.FindMessages;
import im.hongyan.link.proto.FoundMessages;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.exceptions.RejectedSetupException;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.util.DefaultPayload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Who is let in, and what the server does with what it should never get. After each case the next good client is served. */
class RSocketDoorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CallRig rig = new CallRig(CallLimits.defaults(), new SimpleMeterRegistry());
    private final CallHandlers handlers = new CallHandlers();
    private final AtomicInteger served = new AtomicInteger();
    private RSocketCallServer server;

    @BeforeEach
    void open() {
        handlers.onCall(Calls.FIND, q -> {
            served.incrementAndGet();
            return Mono.just(FoundMessages.getDefaultInstance());
        });
        server = rig.server(handlers);
    }

    @AfterEach
    void theNextGoodClientIsServed() {
        RSocketCalls good = rig.client(server);
        rig.awaitInstances(1);
        assertThat(good.call(Calls.FIND, FindMessages.getDefaultInstance()).block(PATIENCE))
                .isNotNull();
        rig.close();
    }

    private RSocket connect(byte[] setup, Duration keepAlive) {
        RSocket client = connecting(setup, keepAlive).block(PATIENCE);
        assertThat(client).isNotNull();
        return client;
    }

    private Mono<RSocket> connecting(byte[] setup, Duration keepAlive) {
        return RSocketConnector.create()
                .setupPayload(DefaultPayload.create(setup))
                .keepAlive(keepAlive, keepAlive.multipliedBy(2))
                .fragment(CallFrames.PART_BYTES)
                .connect(TcpClientTransport.create("127.0.0.1", server.port()))
                .doOnNext(rig::own);
    }

    private RSocket good() {
        return connect(CallFrames.setup(CallRig.SECRET), Duration.ofSeconds(5));
    }

    /** A client that the server has surely let in: being connected only says that the setup was sent. */
    private RSocket admitted() {
        RSocket client = good();
        assertThat(isServed(client)).isTrue();
        return client;
    }

    private static boolean isServed(RSocket client) {
        return Boolean.TRUE.equals(client.requestResponse(DefaultPayload.create(new byte[] {CallFrames.PING}))
                .doOnNext(Payload::release)
                .thenReturn(true)
                .onErrorReturn(false)
                .block(PATIENCE));
    }

    private void assertRefused(RSocket client) {
        assertThatThrownBy(() -> client.onClose().block(PATIENCE)).isInstanceOf(RejectedSetupException.class);
        assertThat(served).hasValue(0);
    }

    // B83
    @Test
    void refusesAWrongSecret() {
        assertRefused(connect(CallFrames.setup("another secret, as long"), Duration.ofSeconds(5)));
    }

    // B83
    @Test
    void refusesAnEmptySetup() {
        assertRefused(connect(new byte[0], Duration.ofSeconds(5)));
    }

    @Test
    void refusesAnotherVersion() {
        byte[] setup = CallFrames.setup(CallRig.SECRET);
        setup[0] = CallFrames.VERSION + 1;
        assertRefused(connect(setup, Duration.ofSeconds(5)));
    }

    // B84
    @Test
    void refusesAKeepAliveIntervalThatWouldKeepADeadClient() {
        assertRefused(connect(CallFrames.setup(CallRig.SECRET), Duration.ofMillis(Integer.MAX_VALUE / 2)));
    }

    @Test
    void refusesMoreConnectionsThanTheLimit() {
        List<RSocket> clients =
                Flux.range(0, 20).map(i -> admitted()).collectList().block(PATIENCE);
        assertThat(clients).hasSize(20);
        assertRefused(good());
        clients.forEach(RSocket::dispose);
    }

    @Test
    void letsInExactlyTheLimitOfThoseWhoComeAtOnce() {
        List<RSocket> clients = Flux.range(0, 40)
                .flatMap(i -> connecting(CallFrames.setup(CallRig.SECRET), Duration.ofSeconds(5)), 40)
                .collectList()
                .block(PATIENCE);
        assertThat(clients).hasSize(40);
        assertThat(clients.stream().filter(RSocketDoorTest::isServed)).hasSize(20);
        clients.forEach(RSocket::dispose);
    }

    @Test
    void aClientWithTheWrongSecretFindsNoInstance() {
        CallProperties wrong = CallRig.properties(CallLimits.defaults(), "another secret, as long");
        try (RSocketCalls calls = new RSocketCalls(
                "test",
                Flux.just(List.of(CallRig.target(server))).concatWith(Flux.never()),
                wrong,
                new SimpleMeterRegistry())) {
            StepVerifier.create(calls.call(Calls.FIND, FindMessages.getDefaultInstance()))
                    .expectErrorSatisfies(error ->
                            assertThat(((CallException) error).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE))
                    .verify(PATIENCE);
        }
        assertThat(served).hasValue(0);
    }

    // B86
    @Test
    void refusesToStartWithoutASecret() {
        CallProperties none = CallRig.properties(CallLimits.defaults(), "");
        assertThatThrownBy(() -> new RSocketCallServer(handlers, 0, none, new SimpleMeterRegistry()))
                .hasMessageContaining("hongyan.link.call.secret");
    }

    @Test
    void closesAConnectionThatSpeaksSomethingElse() throws IOException {
        Collection<Throwable> dropped = new ConcurrentLinkedQueue<>();
        Hooks.onErrorDropped(dropped::add);
        try {
            sendNoise();
        } finally {
            Hooks.resetOnErrorDropped();
        }
        // What nobody hears of would be logged with a stack trace, as often as somebody sends it.
        assertThat(dropped).isEmpty();
    }

    private void sendNoise() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            byte[] noise = new byte[200];
            random.nextBytes(noise);
            // A frame length within bounds, so that the noise is looked at.
            noise[0] = 0;
            noise[1] = 0;
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(noise);
                while (socket.getInputStream().read() >= 0) {
                    // Until the server closes.
                }
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
    }

    // B84
    @Test
    void closesAConnectionWithALongerFrameThanAllowed() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0, 0, 0, 0});
            assertThat(socket.getInputStream().read()).isNegative();
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void closesAConnectionThatSaysNothing() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    // B84
    @Test
    void refusesAPayloadOverTheLimit() {
        byte[] huge = new byte[CallFrames.PAYLOAD_BYTES + 1000];
        huge[0] = CallFrames.CALLS;
        StepVerifier.create(admitted().requestResponse(DefaultPayload.create(huge)))
                .expectError()
                .verify(PATIENCE);
        assertThat(served).hasValue(0);
    }

    @Test
    void refusesMalformedQuestionsAndKeepsTheConnection() {
        RSocket client = admitted();
        List<byte[]> malformed = List.of(
                new byte[0],
                new byte[] {9},
                new byte[] {CallFrames.CALLS},
                new byte[] {CallFrames.CALLS, 5, 'a'},
                new byte[] {CallFrames.CALLS, 1, 'a', (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
                new byte[] {CallFrames.CALLS, 1, 'a', 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
                new byte[] {CallFrames.STREAM, 3, 'a'});
        for (byte[] question : malformed) {
            StepVerifier.create(client.requestStream(DefaultPayload.create(question)))
                    .expectErrorMessage("the question is malformed")
                    .verify(PATIENCE);
            StepVerifier.create(client.requestResponse(DefaultPayload.create(question)))
                    .expectErrorMessage("the question is malformed")
                    .verify(PATIENCE);
        }
        StepVerifier.create(client.requestResponse(DefaultPayload.create(new byte[] {CallFrames.PING})))
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void survivesRandomQuestions() {
        RSocket client = admitted();
        Random random = new Random(42);
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[1 + random.nextInt(60)];
            random.nextBytes(noise);
            noise[0] = (byte) random.nextInt(3);
            client.requestStream(DefaultPayload.create(noise))
                    .doOnNext(Payload::release)
                    .onErrorComplete()
                    .blockLast(PATIENCE);
        }
        assertThat(client.isDisposed()).isFalse();
    }
}
