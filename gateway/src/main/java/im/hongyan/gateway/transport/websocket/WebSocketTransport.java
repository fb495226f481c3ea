package im.hongyan.gateway.transport.websocket;

import im.hongyan.gateway.time.Budget;
import im.hongyan.gateway.transport.Acceptor;
import im.hongyan.gateway.transport.ConnectionLimits;
import im.hongyan.gateway.transport.NettyConnection;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.FrameHeader;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.flush.FlushConsolidationHandler;
import org.reactivestreams.Publisher;
import org.springframework.boot.web.embedded.netty.NettyRouteProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;

/** Takes WebSockets at {@code /ws} of the HTTP server: RFC 6455, subprotocol {@code hongyan.v1}, no extensions. */
@Component
final class WebSocketTransport implements NettyRouteProvider {
    static final String PATH = "/ws";

    private final TransportProperties properties;
    private final Acceptor acceptor;
    private final ConnectionLimits limits;
    private final WebSocketDoor door;
    private final WebSocketDecoderConfig strict;
    private final WebsocketServerSpec spec;

    WebSocketTransport(TransportProperties properties, Acceptor acceptor, ConnectionLimits limits) {
        this.properties = properties;
        this.acceptor = acceptor;
        this.limits = limits;
        this.door = new WebSocketDoor(new OriginPolicy(properties.allowedOrigins()));
        this.strict = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .closeOnProtocolViolation(true)
                .withUTF8Validator(false)
                .maxFramePayloadLength(FrameHeader.BYTES + maxBodyBytes())
                .build();
        this.spec = WebsocketServerSpec.builder()
                .protocols(WebSocketDoor.SUBPROTOCOL)
                .maxFramePayloadLength(FrameHeader.BYTES + maxBodyBytes())
                .handlePing(true)
                .build();
    }

    private int maxBodyBytes() {
        return (int) properties.frameBody().toBytes();
    }

    @Override
    public HttpServerRoutes apply(HttpServerRoutes routes) {
        return routes.get(PATH, this::open);
    }

    private Publisher<Void> open(HttpServerRequest request, HttpServerResponse response) {
        Refusal refusal = door.check(request);
        if (refusal != null) {
            return refusal.answer(response);
        }
        Channel[] channel = new Channel[1];
        request.withConnection(connection -> channel[0] = connection.channel());
        ErrorCode full = limits.enter(channel[0]);
        if (full != null) {
            return Refusal.retryAfter(full, "this server takes no more connections now", ConnectionLimits.retryMillis())
                    .answer(response);
        }
        return response.sendWebsocket((in, out) -> serve(in), spec);
    }

    private Mono<Void> serve(WebsocketInbound in) {
        Channel[] opened = new Channel[1];
        in.withConnection(connection -> opened[0] = connection.channel());
        Channel channel = opened[0];
        channel.config()
                .setWriteBufferWaterMark(
                        new WriteBufferWaterMark((int) properties.lowWater().toBytes(), (int)
                                properties.highWater().toBytes()));
        Budget pings = new Budget(properties.connections().pingsPerSecond(), System.nanoTime());
        WebSocketFrames frames = new WebSocketFrames(maxBodyBytes(), pings);
        NettyConnection connection = new NettyConnection(channel, frames, in.receiveObject());
        ChannelPipeline pipeline = channel.pipeline();
        // The decoder that the handshake put there takes reserved bits for extensions, of which we have none.
        pipeline.replace(WebSocket13FrameDecoder.class, "hongyan.websocket", new WebSocket13FrameDecoder(strict));
        pipeline.addFirst(new FlushConsolidationHandler())
                .addBefore(NettyPipeline.ReactiveBridge, "hongyan.frames", frames)
                .addBefore(NettyPipeline.ReactiveBridge, "hongyan.connection", connection);
        return acceptor.serve(connection);
    }
}
