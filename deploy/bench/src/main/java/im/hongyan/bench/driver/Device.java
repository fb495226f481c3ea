package im.hongyan.bench.driver;

import com.google.protobuf.MessageLite;
import im.hongyan.client.error.RefusedException;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Received;
import im.hongyan.wire.frame.Welcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of one user. Confined to its event loop. */
final class Device extends SimpleChannelInboundHandler<Frame> {
    private static final int HELLO_ID = 1;

    private final Hello hello;
    private final String user;
    private final Share share;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Deliveries received = new Deliveries();
    private final Map<String, Long> unsaid = new HashMap<>();
    private @Nullable Channel channel;
    private @Nullable Round round;
    private @Nullable Sender sender;
    private int sendsInFlight = 1;
    private int lastRequestId = HELLO_ID;
    private long deliveredMeasured;
    private long pingEveryNanos = TimeUnit.SECONDS.toNanos(10);
    private long lastPingNanos = System.nanoTime();

    Device(String user, Hello hello, Share share) {
        this.user = user;
        this.hello = hello;
        this.share = share;
    }

    Share share() {
        return share;
    }

    /** Done when the server has said WELCOME. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Counts for this round from now on; a former round's traffic is forgotten. */
    void join(Round next) {
        round = next;
        sender = null;
        received.clear();
        deliveredMeasured = 0;
    }

    void become(Sender next) {
        sender = next;
    }

    // ---- the connection

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        if (context.pipeline().get(FleetChannel.HANDSHAKE) == null) {
            write(FrameType.HELLO, HELLO_ID, hello);
        }
        context.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            write(FrameType.HELLO, HELLO_ID, hello);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (writable() && sender != null) {
            sender.resume();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ready.completeExceptionally(new IOException("the server closed the connection of " + user));
        share.tally.disconnects++;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        ready.completeExceptionally(failure);
        ChannelFuture unused = context.close();
    }

    boolean writable() {
        return channel != null && channel.isWritable();
    }

    int sendsInFlight() {
        return sendsInFlight;
    }

    /** Sends a request; its answer will carry the returned id. */
    int ask(FrameType type, MessageLite body) {
        write(type, ++lastRequestId, body);
        return lastRequestId;
    }

    private void write(FrameType type, int requestId, MessageLite body) {
        Channel open = channel;
        if (open != null) {
            ChannelFuture unused =
                    open.writeAndFlush(Frames.encode(open.alloc(), type, requestId, body), open.voidPromise());
        }
    }

    /** What a device says by itself now and then: that it is there, and what it has. */
    void say() {
        long now = System.nanoTime();
        if (now - lastPingNanos > pingEveryNanos) {
            lastPingNanos = now;
            write(FrameType.PING, 0, Ping.getDefaultInstance());
        }
        unsaid.forEach((conversation, upTo) -> write(
                FrameType.RECEIVED,
                0,
                Received.newBuilder()
                        .setConversation(conversation)
                        .setUpTo(upTo)
                        .build()));
        unsaid.clear();
    }

    // ---- what comes

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
        switch (frame.body()) {
            case Welcome welcome -> {
                sendsInFlight = Math.max(1, welcome.getLimits().getSendsInFlight());
                pingEveryNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(2_000, welcome.getHeartbeatMillis())) / 2;
                ready.complete(null);
            }
            case Deliver deliver -> delivered(deliver.getMessage());
            case Accepted accepted -> accepted(frame.requestId());
            case Problem problem -> refused(problem, frame.requestId());
            default -> {
                // HEADS, PONG, receipts and the rest: a driver measures, it does not chat.
            }
        }
    }

    private void accepted(int requestId) {
        if (sender != null) {
            sender.accepted(requestId);
        }
    }

    private void refused(Problem problem, int requestId) {
        if (!ready.isDone()) {
            ready.completeExceptionally(new RefusedException(problem));
        } else if (sender != null && requestId != 0) {
            sender.refused(requestId, problem);
        } else {
            share.tally.refused(problem.getCode());
        }
    }

    private void delivered(Message message) {
        Mark mark = mark(message.getClientMessageId());
        if (mark == null || round == null || message.getSender().equals(user)) {
            return;
        }
        switch (received.take(mark, message.getConversation(), message.getSequence())) {
            case AGAIN -> {
                return;
            }
            case TWICE -> {
                share.tally.repeated++;
                return;
            }
            case LATE -> share.tally.outOfOrder++;
            case NEW -> {}
        }
        unsaid.put(message.getConversation(), message.getSequence());
        share.tally.delivered++;
        if (round.measures(mark.plannedNanos())) {
            deliveredMeasured++;
            share.tally.delivered(round.microsSince(mark.plannedNanos()));
        }
    }

    private @Nullable Mark mark(String clientMessageId) {
        return round == null ? null : Mark.parse(round.run(), clientMessageId);
    }

    /** The numbers of a sender's messages that came. */
    BitSet received(int senderIndex) {
        return received.of(senderIndex);
    }

    long deliveredMeasured() {
        return deliveredMeasured;
    }
}
