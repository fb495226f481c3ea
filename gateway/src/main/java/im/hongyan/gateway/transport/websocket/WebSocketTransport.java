package im.hongyan.gateway.transport.websocket;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.time.Wheel;
import im.hongyan.gateway.transport.Acceptor;
import im.hongyan.gateway.transport.NettyConnection;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.gateway.transport.http.HttpGuard;
import im.hongyan.gateway.transport.http.Refusal;
import im.hongyan.gateway.transport.port.ConnectionLimits;
import im.hongyan.wire.FrameHeader;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Problem;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
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
    private static final String WHO = "a WebSocket at the door";

    private final TransportProperties properties;
    private final Acceptor acceptor;
    private final ConnectionLimits limits;
    private final Refusals refusals;
    private final Wheel wheel;
    private final WebSocketDoor door;
    private final WebsocketServerSpec spec;

    WebSocketTransport(
            TransportProperties properties,
            Acceptor acceptor,
            ConnectionLimits limits,
            Refusals refusals,
            Wheel wheel) {
        this.properties = properties;
        this.acceptor = acceptor;
        this.limits = limits;
        this.refusals = refusals;
        this.wheel = wheel;
        this.door = new WebSocketDoor(new OriginPolicy(properties.allowedOrigins()));
        this.spec = WebsocketServerSpec.builder()
                .protocols(WebSocketDoor.SUBPROTOCOL)
                .maxFramePayloadLength(FrameHeader.BYTES + WireLimits.BODY_BYTES_BEFORE_LOGIN)
                .handlePing(true)
                .build();
    }

    @Override
    public HttpServerRoutes apply(HttpServerRoutes routes) {
        return routes.get(PATH, this::open);
    }

    private Publisher<Void> open(HttpServerRequest request, HttpServerResponse response) {
        Problem stopping = limits.draining(WHO);
        if (stopping != null) {
            return Refusal.of(stopping).answer(response);
        }
        Refusal refusal = door.check(request);
        if (refusal != null) {
            return refusal.recorded(refusals, WHO).answer(response);
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
        WebSocketFrames frames = new WebSocketFrames(properties, wheel);
        NettyConnection connection = new NettyConnection(channel, frames, in.receiveObject());
        ChannelPipeline pipeline = channel.pipeline();
        HttpGuard.leave(pipeline);
        // The decoder that the handshake put there takes reserved bits for extensions, of which we have none.
        pipeline.replace(WebSocket13FrameDecoder.class, "hongyan.websocket", frames.decoder());
        pipeline.addFirst(new FlushConsolidationHandler())
                .addBefore(NettyPipeline.ReactiveBridge, "hongyan.frames", frames)
                .addBefore(NettyPipeline.ReactiveBridge, "hongyan.connection", connection);
        return acceptor.serve(connection);
    }
}
