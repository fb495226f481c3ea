package im.hongyan.link.call.rsocket;

import im.hongyan.link.call.CallProperties;
import im.hongyan.link.call.OpenCalls;
import im.hongyan.link.call.discovery.Target;
import im.hongyan.link.call.rsocket.frame.CallFrames;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.util.ByteBufPayload;
import io.rsocket.util.DefaultPayload;
import java.time.Duration;
import java.util.concurrent.Executor;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.tcp.TcpClient;

/** Opens connections to instances: TCP, setup with version and secret, then one ping, so that a frozen process is no instance. */
final class Connector {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);
    private static final Duration KEEP_ALIVE_PATIENCE = Duration.ofSeconds(15);

    private final String secret;
    private final Duration timeout;

    Connector(CallProperties properties) {
        this.secret = properties.requiredSecret();
        this.timeout = properties.connect().timeout();
    }

    /**
     * A connection that answers.
     *
     * @param loop the event loop that serves it
     */
    record Connected(RSocket rsocket, Executor loop) {}

    /** @param onLeaving runs when the instance says that it is about to stop */
    Mono<Connected> connect(Target target, Runnable onLeaving) {
        return Mono.defer(() -> {
            Sinks.One<Executor> loop = Sinks.one();
            TcpClient tcp = TcpClient.newConnection()
                    .host(target.host())
                    .port(target.port())
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                    .option(ChannelOption.TCP_NODELAY, true)
                    .doOnConnected(
                            connected -> loop.tryEmitValue(connected.channel().eventLoop()));
            return RSocketConnector.create()
                    .payloadDecoder(PayloadDecoder.ZERO_COPY)
                    .fragment(CallFrames.PART_BYTES)
                    .maxInboundPayloadSize(CallFrames.PAYLOAD_BYTES)
                    .keepAlive(KEEP_ALIVE, KEEP_ALIVE_PATIENCE)
                    .setupPayload(DefaultPayload.create(CallFrames.setup(secret)))
                    .acceptor(SocketAcceptor.with(new Notices(onLeaving)))
                    .connect(TcpClientTransport.create(tcp, CallFrames.PART_BYTES))
                    .flatMap(rsocket -> ping(rsocket)
                            .timeout(timeout)
                            .doOnError(silent -> rsocket.dispose())
                            .doOnCancel(rsocket::dispose)
                            .then(loop.asMono())
                            .map(serving -> new Connected(rsocket, serving)));
        });
    }

    private static Mono<Void> ping(RSocket rsocket) {
        return Mono.defer(() -> rsocket.requestResponse(
                        ByteBufPayload.create(Unpooled.buffer(1).writeByte(CallFrames.PING))))
                .doOnNext(Payload::release)
                .then()
                .contextWrite(OpenCalls.LATE_ERRORS);
    }

    /** What a server tells of its own accord: only that it is leaving. */
    private record Notices(Runnable onLeaving) implements RSocket {
        @Override
        public Mono<Void> metadataPush(Payload payload) {
            payload.release();
            onLeaving.run();
            return Mono.empty();
        }
    }
}
