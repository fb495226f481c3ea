package im.hongyan.client.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpResources;

/** Puts a connection on one given event loop of the shared ones. */
final class PinnedLoop implements LoopResources {
    private final LoopResources shared = TcpResources.get();
    private final EventLoop eventLoop;

    PinnedLoop(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return eventLoop;
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return eventLoop;
    }

    @Override
    public <C extends Channel> C onChannel(Class<C> channelType, EventLoopGroup group) {
        return shared.onChannel(channelType, shared.onClient(DEFAULT_NATIVE));
    }

    @Override
    public <C extends Channel> Class<? extends C> onChannelClass(Class<C> channelType, EventLoopGroup group) {
        return shared.onChannelClass(channelType, shared.onClient(DEFAULT_NATIVE));
    }

    @Override
    public boolean daemon() {
        return true;
    }
}
