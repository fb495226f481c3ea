package im.hongyan.bench.codec;

import im.hongyan.wire.Frame;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Deliver;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;

/** The two frames that a busy server sees most, with a text of so many characters, half of them Chinese. */
record Sample(Send send, Message message) {

    static Sample of(int chars) {
        Content content = Content.newBuilder()
                .setText(Text.newBuilder()
                        .setText("鸿雁".repeat(chars / 4)
                                + "wild goose ".repeat(chars).substring(0, chars / 2)))
                .build();
        String cid = "AAECAwQFBgcICQoLDA0ODw";
        Send send = Send.newBuilder()
                .setPeer("bob")
                .setClientMessageId(cid)
                .setContent(content)
                .build();
        Message message = Message.newBuilder()
                .setConversation(Ids.direct("alice", "bob"))
                .setSequence(123_456)
                .setMessageId("01a0c1f3-8c00-7abc-8def-0123456789ab")
                .setSender("alice")
                .setSenderDevice("alice-phone")
                .setClientMessageId(cid)
                .setTime(1_790_000_000_000L)
                .setContent(content)
                .build();
        return new Sample(send, message);
    }

    Frame sendFrame() {
        return new Frame(FrameType.SEND, 7, send);
    }

    Frame deliverFrame() {
        return Frame.of(
                FrameType.DELIVER, Deliver.newBuilder().setMessage(message).build());
    }
}
