package im.hongyan.gateway.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;

/** What differs between TCP and WebSocket: a channel handler that turns what arrives into {@link Incoming}. */
public interface Carrier extends ChannelHandler {

    /** The message that is written for a frame. */
    Object message(Outgoing frame, ByteBufAllocator allocator);

    /** Bodies up to the limit are read from now on, and more than one frame. */
    void admit();

    /** The limit after login. */
    int maxBodyBytes();

    /** From now on whatever arrives is read and dropped. */
    void mute();

    /** Everything is flushed: ends the connection in the way of the carrier, so that what was sent still arrives. */
    void end(ChannelHandlerContext context, Closing closing);

    long receivedBytes();
}
