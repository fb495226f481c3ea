package im.hongyan.bench.driver;

import im.hongyan.client.transport.Endpoint;
import im.hongyan.wire.FrameHeader;
import im.hongyan.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * The pipeline of one connection: flushes together ← frames in bytes, or in binary WebSocket messages ← the device.
 */
final class FleetChannel extends ChannelInitializer<SocketChannel> {
    /** The name of the handler that is there only with a WebSocket. */
    static final String HANDSHAKE = "handshake";

    private static final String SUBPROTOCOL = "hongyan.v1";
    private static final int FLUSHES = 256;
    private static final int HANDSHAKE_BYTES = 8 * 1024;

    private final Endpoint endpoint;
    private final Device device;

    FleetChannel(Endpoint endpoint, Device device) {
        this.endpoint = endpoint;
        this.device = device;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new FlushConsolidationHandler(FLUSHES, true));
        switch (endpoint.carrier()) {
            case TCP -> pipeline.addLast(new Frames.FromBytes());
            case WEB_SOCKET ->
                pipeline.addLast(new HttpClientCodec())
                        .addLast(new HttpObjectAggregator(HANDSHAKE_BYTES))
                        .addLast(HANDSHAKE, handshake())
                        .addLast(new Frames.FromWebSocket())
                        .addLast(new ToWebSocket());
        }
        pipeline.addLast(device);
    }

    private WebSocketClientProtocolHandler handshake() {
        return new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(endpoint.toString())
                .subprotocol(SUBPROTOCOL)
                .maxFramePayloadLength(WireLimits.BODY_BYTES + FrameHeader.BYTES)
                .build());
    }

    private static final class ToWebSocket extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ChannelFuture unused = context.write(
                    message instanceof ByteBuf frame ? new BinaryWebSocketFrame(frame) : message, promise);
        }
    }
}
