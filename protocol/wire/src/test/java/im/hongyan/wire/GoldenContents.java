package im.hongyan.wire;

import com.google.protobuf.ByteString;
import im.hongyan.wire.frame.Card;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Custom;
import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.File;
import im.hongyan.wire.frame.Image;
import im.hongyan.wire.frame.Location;
import im.hongyan.wire.frame.Mention;
import im.hongyan.wire.frame.Quote;
import im.hongyan.wire.frame.Reaction;
import im.hongyan.wire.frame.Recall;
import im.hongyan.wire.frame.Text;
import im.hongyan.wire.frame.Video;
import im.hongyan.wire.frame.Voice;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every kind of content and the edges of each, by the name of the SEND in {@code golden/frames.json} that has it. */
final class GoldenContents {
    private final Map<String, Content> contents = new LinkedHashMap<>();

    private GoldenContents() {}

    static Map<String, Content> all() {
        GoldenContents golden = new GoldenContents();
        golden.messages();
        golden.changes();
        return golden.contents;
    }

    private void add(String name, Content.Builder content) {
        contents.put(name, content.build());
    }

    private void messages() {
        add("send-text-to-peer", Content.newBuilder().setText(Text.newBuilder().setText("hello")));
        add(
                "send-text-with-mentions-and-quote",
                Content.newBuilder()
                        .setText(Text.newBuilder()
                                .setText("@bob @all look")
                                .addMentions(Mention.newBuilder().setUser("bob").setLength(4))
                                .addMentions(Mention.newBuilder().setStart(5).setLength(4))
                                .setQuote(Quote.newBuilder().setSequence(7).setMessageId(GoldenFrames.MESSAGE_ID))));
        text("send-chinese", "鸿雁在云鱼在水");
        text("send-emoji", "👩‍👩‍👧‍👦 🏳️‍🌈 𠮷");
        text("send-right-to-left", "שלום עולם مرحبا ‏(1)‎");
        text("send-combining-marks", "e\u0301 Z\u0351\u036b\u0343\u036a Å");
        text("send-controls-and-quotes", "line\nline\ttab \"quoted\" \\ / <b>&amp;</b> '\u2028\u007f");
        add(
                "send-image",
                Content.newBuilder()
                        .setImage(Image.newBuilder()
                                .setMedia("m/1")
                                .setWidth(4_000)
                                .setHeight(3_000)
                                .setBytes(5_000_000_000L)
                                .setMime("image/webp")
                                .setThumbnail("m/1s")));
        add(
                "send-voice",
                Content.newBuilder()
                        .setVoice(Voice.newBuilder()
                                .setMedia("m/2")
                                .setDurationMillis(60_000)
                                .setBytes(96_000)
                                .setMime("audio/opus")));
        add(
                "send-video",
                Content.newBuilder()
                        .setVideo(Video.newBuilder()
                                .setMedia("m/3")
                                .setDurationMillis(0xFFFF_FFFF)
                                .setWidth(1_920)
                                .setHeight(1_080)
                                .setBytes(Long.MAX_VALUE)
                                .setMime("video/mp4")
                                .setThumbnail("m/3s")));
        add(
                "send-file",
                Content.newBuilder()
                        .setFile(File.newBuilder()
                                .setMedia("m/4")
                                .setName("报告 2026.pdf")
                                .setBytes(1)
                                .setMime("application/pdf")));
        add(
                "send-location",
                Content.newBuilder()
                        .setLocation(Location.newBuilder()
                                .setLatitude(39.916345)
                                .setLongitude(-116.397155)
                                .setLabel("故宫")));
        add("send-card-of-user", Content.newBuilder().setCard(Card.newBuilder().setUser("carol")));
        add("send-card-of-group", Content.newBuilder().setCard(Card.newBuilder().setGroup("team")));
        add(
                "send-custom",
                Content.newBuilder()
                        .setCustom(Custom.newBuilder()
                                .setType("shop/order")
                                .setVersion(3)
                                .setData(ByteString.copyFrom(new byte[] {0, -1, -2, -17, 127, -128}))
                                .setFallback("[order]")));
    }

    private void changes() {
        add(
                "send-forwarded",
                Content.newBuilder().setText(Text.newBuilder().setText("hello")).setForwarded(true));
        add("send-recall", Content.newBuilder().setRecall(Recall.newBuilder().setSequence(41)));
        add(
                "send-edit",
                Content.newBuilder()
                        .setEdit(Edit.newBuilder()
                                .setSequence(41)
                                .setText(Text.newBuilder().setText("corrected"))));
        add(
                "send-reaction",
                Content.newBuilder()
                        .setReaction(Reaction.newBuilder().setSequence(41).setReaction("👍🏽")));
        add(
                "send-reaction-removed",
                Content.newBuilder()
                        .setReaction(Reaction.newBuilder()
                                .setSequence(41)
                                .setReaction("👍🏽")
                                .setRemoved(true)));
    }

    private void text(String name, String text) {
        add(name, Content.newBuilder().setText(Text.newBuilder().setText(text)));
    }
}
