package im.hongyan.bench.load;

import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

/**
 * The floor: a relay on Reactor Netty that speaks the client protocol, numbers messages and passes them on, and does nothing
 * else. It checks no credential, asks nobody and stores nothing; what a server costs above it is what its promises cost.
 */
@SuppressWarnings("FutureReturnValueIgnored") // void promises: a failure goes down the pipeline
public final class Relay {
    private static final Pattern SUBJECT = Pattern.compile("\"sub\"\\s*:\\s*\"([^\"]+)\"");

    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> sequences = new ConcurrentHashMap<>();

    /**
     * Serves until the process ends; prints the port once it listens.
     *
     * @param args the TCP port; 0 for a free one
     */
    public static void main(String[] args) {
        DisposableServer server = serve(Integer.parseInt(args[0]));
        System.out.println("relay " + server.port());
        server.onDispose().block();
    }

    /** Listens on loopback. */
    static DisposableServer serve(int port) {
        Relay relay = new Relay();
        return TcpServer.create()
                .host("127.0.0.1")
                .port(port)
                .doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                        .addFirst(new FlushConsolidationHandler(256, true), new FrameCutter(), relay.new Session()))
                .bindNow();
    }

    private final class Session extends SimpleChannelInboundHandler<Frame> {
        private String user = "";

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.fireChannelActive();
            // Reactor Netty reads on demand only, and nobody demands behind this handler.
            context.channel().config().setAutoRead(true);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Frame frame) {
            if (frame.body() instanceof Hello hello) {
                user = subject(hello.getCredential());
                channels.put(user, context.channel());
                write(context.channel(), new Frame(FrameType.WELCOME, frame.requestId(), Welcome.getDefaultInstance()));
            } else if (frame.body() instanceof Send send) {
                relay(context.channel(), frame.requestId(), send);
            }
        }

        private void relay(Channel sender, int requestId, Send send) {
            String conversation = send.hasPeer() ? Ids.direct(user, send.getPeer()) : send.getConversation();
            Message message = Message.newBuilder()
                    .setConversation(conversation)
                    .setSequence(sequences
                            .computeIfAbsent(conversation, c -> new AtomicLong())
                            .incrementAndGet())
                    .setSender(user)
                    .setClientMessageId(send.getClientMessageId())
                    .setTime(System.currentTimeMillis())
                    .setContent(send.getContent())
                    .build();
            ByteBuf deliver = Unpooled.wrappedBuffer(FrameCodec.encode(Frame.of(
                    FrameType.DELIVER, Deliver.newBuilder().setMessage(message).build())));
            if (send.hasPeer()) {
                pass(channels.get(send.getPeer()), deliver);
            } else {
                String prefix = Ids.groupOf(conversation) + "-";
                channels.forEach((member, channel) -> {
                    if (!member.equals(user) && member.startsWith(prefix)) {
                        pass(channel, deliver);
                    }
                });
            }
            Accepted accepted = Accepted.newBuilder()
                    .setConversation(conversation)
                    .setClientMessageId(send.getClientMessageId())
                    .setSequence(message.getSequence())
                    .build();
            write(sender, new Frame(FrameType.ACCEPTED, requestId, accepted));
        }

        private void pass(@Nullable Channel to, ByteBuf deliver) {
            if (to != null) {
                to.writeAndFlush(deliver.retainedDuplicate(), to.voidPromise());
            }
        }

        private void write(Channel to, Frame frame) {
            to.writeAndFlush(Unpooled.wrappedBuffer(FrameCodec.encode(frame)), to.voidPromise());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            channels.remove(user, context.channel());
            context.fireChannelInactive();
        }
    }

    private static String subject(String token) {
        String[] parts = token.split("\\.", -1);
        Matcher matcher = SUBJECT.matcher(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        if (!matcher.find()) {
            throw new IllegalArgumentException("the credential names no subject");
        }
        return matcher.group(1);
    }
}
