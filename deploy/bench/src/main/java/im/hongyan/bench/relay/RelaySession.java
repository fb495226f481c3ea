package im.hongyan.bench.relay;

import com.google.protobuf.MessageLite;
import im.hongyan.bench.driver.DevelopmentToken;
import im.hongyan.bench.driver.Frames;
import im.hongyan.wire.Frame;
import im.hongyan.wire.FrameCodec;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Limits;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Ping;
import im.hongyan.wire.frame.Pong;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.ByteBuffer;

/** One connection of the relay: SEND becomes ACCEPTED and one DELIVER, encoded once, for every other member. */
final class RelaySession extends SimpleChannelInboundHandler<Frame> {
    private static final int SENDS_IN_FLIGHT = 1_024;
    private static final int HEARTBEAT_MILLIS = 30_000;

    private final RelayMembers members;
    private String user = "";

    RelaySession(RelayMembers members) {
        this.members = members;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
        switch (frame.body()) {
            case Hello hello -> welcome(context, hello, frame.requestId());
            case Send send -> relay(context, send, frame.requestId());
            case Ping ping -> answer(context, FrameType.PONG, frame.requestId(), Pong.getDefaultInstance());
            default -> {
                // A relay knows no receipts and no history.
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        members.leave(user, context.channel());
        context.fireChannelInactive();
    }

    private void welcome(ChannelHandlerContext context, Hello hello, int requestId) {
        user = DevelopmentToken.userOf(hello.getCredential());
        members.join(user, context.channel());
        Welcome welcome = Welcome.newBuilder()
                .setUser(user)
                .setHeartbeatMillis(HEARTBEAT_MILLIS)
                .setLimits(Limits.newBuilder().setSendsInFlight(SENDS_IN_FLIGHT))
                .build();
        answer(context, FrameType.WELCOME, requestId, welcome);
    }

    private void relay(ChannelHandlerContext context, Send send, int requestId) {
        long sequence = members.next(send.getConversation());
        long time = System.currentTimeMillis();
        Accepted accepted = Accepted.newBuilder()
                .setConversation(send.getConversation())
                .setClientMessageId(send.getClientMessageId())
                .setSequence(sequence)
                .setTime(time)
                .build();
        Message message = Message.newBuilder()
                .setConversation(send.getConversation())
                .setSequence(sequence)
                .setSender(user)
                .setClientMessageId(send.getClientMessageId())
                .setTime(time)
                .setContent(send.getContent())
                .build();
        ByteBuffer encoded = FrameCodec.deliver(message.toByteString());
        ByteBuf deliver = context.alloc().directBuffer(encoded.remaining()).writeBytes(encoded);
        for (Channel member : members.of(send.getConversation())) {
            if (!member.equals(context.channel())) {
                ChannelFuture unused = member.writeAndFlush(deliver.retainedDuplicate(), member.voidPromise());
            }
        }
        deliver.release();
        answer(context, FrameType.ACCEPTED, requestId, accepted);
    }

    private static void answer(ChannelHandlerContext context, FrameType type, int requestId, MessageLite body) {
        ChannelFuture unused = context.writeAndFlush(Frames.encode(context.alloc(), type, requestId, body));
    }
}
