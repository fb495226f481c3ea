package im.hongyan.persistence.store;

import io.asyncer.r2dbc.mysql.MySqlConnectionFactoryProvider;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.time.Duration;
import org.springframework.boot.autoconfigure.r2dbc.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpResources;

/**
 * Sockets to the database that notice when nobody is there any more: a connection whose peer has vanished without a word
 * fails within {@link #PATIENCE} instead of being waited for by the pool for hours. Only where the native transport is.
 */
@Component
final class DatabaseSockets implements ConnectionFactoryOptionsBuilderCustomizer {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PROBE_AFTER_SECONDS = 5;
    private static final int PROBE_EVERY_SECONDS = 2;
    private static final int PROBES = 3;

    @Override
    public void customize(ConnectionFactoryOptions.Builder options) {
        options.option(MySqlConnectionFactoryProvider.LOOP_RESOURCES, new Loops(TcpResources.get()));
    }

    private record Loops(LoopResources real) implements LoopResources {
        @Override
        public EventLoopGroup onServer(boolean useNative) {
            return real.onServer(useNative);
        }

        @Override
        public EventLoopGroup onClient(boolean useNative) {
            return real.onClient(useNative);
        }

        @Override
        public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
            C channel = real.onChannel(type, group);
            if (channel instanceof EpollSocketChannel socket) {
                socket.config()
                        .setKeepAlive(true)
                        .setTcpKeepIdle(PROBE_AFTER_SECONDS)
                        .setTcpKeepIntvl(PROBE_EVERY_SECONDS)
                        .setTcpKeepCnt(PROBES)
                        .setTcpUserTimeout((int) PATIENCE.toMillis());
            }
            return channel;
        }

        @Override
        public <C extends Channel> Class<? extends C> onChannelClass(Class<C> type, EventLoopGroup group) {
            return real.onChannelClass(type, group);
        }
    }
}
