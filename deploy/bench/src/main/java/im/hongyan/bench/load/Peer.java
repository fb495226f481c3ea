package im.hongyan.bench.load;

import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Received;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Window;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One connected user. Its state is confined to its channel's event loop; {@link #send} and the like may come from anywhere. */
@SuppressWarnings("FutureReturnValueIgnored") // void promises: a failure goes down the pipeline
final class Peer extends SimpleChannelInboundHandler<Frame> {
    private static final Window WINDOW =
            Window.newBuilder().setFrames(4096).setBytes(16 << 20).build();

    final String user;
    private final String token;
    private final Transport transport;
    private final PeerListener listener;
    private final CompletableFuture<Peer> welcome = new CompletableFuture<>();
    private final Map<String, Long> applied = new HashMap<>();
    private volatile Channel channel;

    Peer(String user, String token, Transport transport, PeerListener listener, Channel channel) {
        this.user = user;
        this.token = token;
        this.transport = transport;
        this.listener = listener;
        this.channel = channel;
    }

    /** Completes when the server has welcomed this user; fails with its refusal. */
    CompletableFuture<Peer> welcome() {
        return welcome;
    }

    /** Says who this is; once the transport is ready. */
    void hello() {
        Hello hello = Hello.newBuilder()
                .setCredential(token)
                .setDevice("bench")
                .setPlatform("bench")
                .setWindow(WINDOW)
                .build();
        write(new Frame(FrameType.HELLO, 1, hello), true);
    }

    void send(int requestId, Send.Builder target, String clientMessageId, Content content, boolean flush) {
        write(
                new Frame(
                        FrameType.SEND,
                        requestId,
                        target.setClientMessageId(clientMessageId)
                                .setContent(content)
                                .build()),
                flush);
    }

    void flush() {
        channel.flush();
    }

    void ping() {
        write(Frame.of(FrameType.PING, Ping.getDefaultInstance()), true);
    }

    /** Tells the server what was applied since the last time. */
    void acknowledge() {
        channel.eventLoop().execute(() -> {
            applied.forEach((conversation, upTo) -> write(
                    Frame.of(
                            FrameType.RECEIVED,
                            Received.newBuilder()
                                    .setConversation(conversation)
                                    .setUpTo(upTo)
                                    .build()),
                    false));
            if (!applied.isEmpty()) {
                applied.clear();
                channel.flush();
            }
        });
    }

    void execute(Runnable task) {
        channel.eventLoop().execute(task);
    }

    void close() {
        channel.close();
    }

    private void write(Frame frame, boolean flush) {
        var bytes = Unpooled.wrappedBuffer(FrameCodec.encode(frame));
        Object message = transport == Transport.WS ? new BinaryWebSocketFrame(bytes) : bytes;
        if (flush) {
            channel.writeAndFlush(message, channel.voidPromise());
        } else {
            channel.write(message, channel.voidPromise());
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
        switch (frame.type()) {
            case DELIVER -> {
                var message = ((Deliver) frame.body()).getMessage();
                applied.merge(message.getConversation(), message.getSequence(), Math::max);
                listener.delivered(this, message);
            }
            case ACCEPTED -> listener.accepted(this, frame.requestId());
            case WELCOME -> welcome.complete(this);
            case ERROR -> {
                Problem problem = (Problem) frame.body();
                if (!welcome.isDone()) {
                    welcome.completeExceptionally(new IllegalStateException(
                            "the server refused " + user + ": " + problem.getCode() + " " + problem.getMessage()));
                } else {
                    listener.refused(this, frame.requestId(), problem);
                }
            }
            default -> {
                // Heads, receipts, pongs: not counted.
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        welcome.completeExceptionally(new IllegalStateException("the connection of " + user + " was closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        welcome.completeExceptionally(cause);
        context.close();
    }
}
