package im.hongyan.client.transport;

import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import reactor.core.publisher.Flux;

/**
 * A link over a Netty channel. Writes of one turn of the event loop share one flush. The future of a write is not looked at: a
 * write that fails ends the channel, and that is noticed.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyLink implements Link {
    private final Channel channel;
    private final Flux<Frame> frames;
    private final Endpoint.Carrier carrier;
    private boolean flushScheduled;

    NettyLink(Channel channel, Endpoint.Carrier carrier, Flux<Frame> frames) {
        this.channel = channel;
        this.carrier = carrier;
        this.frames = frames;
    }

    @Override
    public Flux<Frame> frames() {
        return frames;
    }

    @Override
    public void write(Frame frame) {
        if (!channel.isActive()) {
            return;
        }
        ByteBuf bytes = encode(frame);
        Object written =
                switch (carrier) {
                    case TCP -> bytes;
                    case WEB_SOCKET -> new BinaryWebSocketFrame(bytes);
                };
        channel.write(written, channel.voidPromise());
        if (!flushScheduled) {
            flushScheduled = true;
            channel.eventLoop().execute(this::flush);
        }
    }

    @Override
    public void close() {
        if (!channel.isActive()) {
            return;
        }
        ChannelFuture last =
                switch (carrier) {
                    case TCP -> channel.writeAndFlush(channel.alloc().buffer(0));
                    case WEB_SOCKET -> channel.writeAndFlush(new CloseWebSocketFrame(1000, ""));
                };
        last.addListener(ChannelFutureListener.CLOSE);
    }

    private void flush() {
        flushScheduled = false;
        channel.flush();
    }

    private ByteBuf encode(Frame frame) {
        int length = FrameCodec.encodedLength(frame);
        ByteBuf bytes = channel.alloc().buffer(length, length);
        FrameCodec.encode(frame, bytes.internalNioBuffer(0, length));
        return bytes.writerIndex(length);
    }
}
