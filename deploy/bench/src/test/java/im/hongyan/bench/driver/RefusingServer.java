package im.hongyan.bench.driver;

import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Limits;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Welcome;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.tcp.TcpServer;

/**
 * A server for one connection that sends into one conversation. It refuses what it is told to, and keeps the rule of order: when
 * it has refused a send as retryable, everything else is BUSY until that one comes again.
 */
final class RefusingServer implements AutoCloseable {
    static final int SENDS_IN_FLIGHT = 16;

    /** Every attempt, in the order of arrival. */
    final List<Send> attempts = new CopyOnWriteArrayList<>();
    /** Client message ids, in the order of acceptance. */
    final List<String> accepted = new CopyOnWriteArrayList<>();

    private final DisposableServer server;

    /**
     * @param refusals of a message, by its place among the messages that came for the first time, from 0, and the number of the
     *     attempt, from 1; null accepts it
     */
    RefusingServer(BiFunction<Integer, Integer, @Nullable Problem> refusals) {
        server = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                        .addBefore(NettyPipeline.ReactiveBridge, "frames", new Frames.FromBytes())
                        .addBefore(NettyPipeline.ReactiveBridge, "session", new Session(refusals)))
                .handle((in, out) -> in.receive().then())
                .bindNow();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.disposeNow();
    }

    private final class Session extends ChannelInboundHandlerAdapter {
        private final BiFunction<Integer, Integer, @Nullable Problem> refusals;
        private final Map<String, Integer> places = new HashMap<>();
        private final Map<String, Integer> times = new HashMap<>();
        private @Nullable String awaited;

        private Session(BiFunction<Integer, Integer, @Nullable Problem> refusals) {
            this.refusals = refusals;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            Frame frame = (Frame) message;
            if (frame.body() instanceof Hello) {
                Welcome welcome = Welcome.newBuilder()
                        .setLimits(Limits.newBuilder().setSendsInFlight(SENDS_IN_FLIGHT))
                        .build();
                write(context, new Frame(FrameType.WELCOME, frame.requestId(), welcome));
            } else if (frame.body() instanceof Send send) {
                write(context, answer(send, frame.requestId()));
            }
        }

        private Frame answer(Send send, int requestId) {
            String id = send.getClientMessageId();
            attempts.add(send);
            int place = places.computeIfAbsent(id, first -> places.size());
            if (awaited != null && !awaited.equals(id)) {
                return Problems.frame(requestId, Problems.of(ErrorCode.BUSY, "an earlier one has to come again first"));
            }
            Problem problem = refusals.apply(place, times.merge(id, 1, Integer::sum));
            awaited = problem != null && problem.getRetryable() ? id : null;
            if (problem != null) {
                return Problems.frame(requestId, problem);
            }
            accepted.add(id);
            Accepted answer = Accepted.newBuilder()
                    .setConversation(send.getConversation())
                    .setClientMessageId(id)
                    .setSequence(accepted.size())
                    .build();
            return new Frame(FrameType.ACCEPTED, requestId, answer);
        }

        private static void write(ChannelHandlerContext context, Frame frame) {
            ChannelFuture unused = context.writeAndFlush(
                    Frames.encode(context.alloc(), frame.type(), frame.requestId(), frame.body()));
        }
    }
}
