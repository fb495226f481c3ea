package im.hongyan.wire.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import im.hongyan.wire.Ids;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Card;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Custom;
import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.File;
import im.hongyan.wire.frame.Image;
import im.hongyan.wire.frame.Location;
import im.hongyan.wire.frame.Mention;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Quote;
import im.hongyan.wire.frame.Reaction;
import im.hongyan.wire.frame.Recall;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.System;
import im.hongyan.wire.frame.Text;
import im.hongyan.wire.frame.Video;
import im.hongyan.wire.frame.Voice;
import java.util.List;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

class ContentRulesTest {
    private static final String GOOSE = "雁";

    // B49
    @Test
    void aTextHasAtLeastOneCharacterAndAtMostTheLimit() {
        accepts(text("x"));
        accepts(text(" "));
        accepts(text("x".repeat(WireLimits.TEXT_CODE_POINTS)));
        accepts(text(GOOSE.repeat(WireLimits.TEXT_CODE_POINTS)));
        refuses(text(""), "content.text.text", "must not be empty");
        refuses(
                text("x".repeat(WireLimits.TEXT_CODE_POINTS + 1)),
                "content.text.text",
                "must have at most 20000 characters");
    }

    // B49
    @Test
    void aTextIsBoundedInBytesToo() {
        accepts(text("\uD842\uDFB7".repeat(WireLimits.TEXT_BYTES / 4)));
        refuses(
                text("\uD842\uDFB7".repeat(WireLimits.TEXT_BYTES / 4) + "x"),
                "content.text.text",
                "must have at most 65536 bytes in UTF-8");
    }

    // B50
    @Test
    void charactersAreCodePointsNotUnits() {
        accepts(text("\uD842\uDFB7".repeat(15_000)));
    }

    // B50
    @Test
    void strangeButSoundTextIsWelcome() {
        accepts(text("👩‍👩‍👧‍👦 مرحبا e\u0301" + "\u0351".repeat(1_000) + "\n\t\u007f\uFFFF"));
    }

    // B49
    @Test
    void nulAndLoneSurrogatesAreNot() {
        refuses(text("a\u0000b"), "content.text.text", "must not contain NUL");
        for (String lone : new String[] {"\uD800", "a\uD800b", "\uDC00", "\uD800\uD800\uDC00", "\uDC00\uD800"}) {
            refuses(text(lone), "content.text.text", "must be well-formed Unicode, without a lone surrogate");
        }
    }

    // B56
    @Test
    void mentionsAreBoundedAndLieWithinTheText() {
        accepts(mention("bob", 0, 4));
        accepts(mention("", 5, 4));
        refuses(mention("bob", 5, 5), "content.text.mentions.start", "must lie within the text");
        refuses(mention("bob", 0xFFFF_FFFF, 2), "content.text.mentions.start", "must lie within the text");
        refuses(mention("b b", 0, 4), "content.text.mentions.user", "must be empty or the id of a user");
        Text.Builder text = Text.newBuilder().setText("x");
        for (int i = 0; i < WireLimits.MENTIONS; i++) {
            text.addMentions(Mention.getDefaultInstance());
        }
        accepts(Content.newBuilder().setText(text));
        text.addMentions(Mention.getDefaultInstance());
        refuses(Content.newBuilder().setText(text), "content.text.mentions", "must be at most 100");
    }

    @Test
    void aQuoteNamesAMessage() {
        Text.Builder text = Text.newBuilder().setText("x");
        accepts(Content.newBuilder().setText(text.setQuote(Quote.newBuilder().setSequence(1))));
        refuses(
                Content.newBuilder().setText(text.setQuote(Quote.newBuilder().setSequence(-1))),
                "content.text.quote.sequence",
                "must be at least 1");
    }

    @Test
    void mediaNeedAnAddress() {
        refuses(Content.newBuilder().setImage(Image.getDefaultInstance()), "content.image.media", "must not be empty");
        refuses(Content.newBuilder().setVoice(Voice.getDefaultInstance()), "content.voice.media", "must not be empty");
        refuses(Content.newBuilder().setVideo(Video.getDefaultInstance()), "content.video.media", "must not be empty");
        refuses(Content.newBuilder().setFile(File.getDefaultInstance()), "content.file.media", "must not be empty");
        refuses(
                Content.newBuilder().setFile(File.newBuilder().setMedia("m")),
                "content.file.name",
                "must not be empty");
        refuses(
                Content.newBuilder().setImage(Image.newBuilder().setMedia("m".repeat(2_049))),
                "content.image.media",
                "must have at most 2048 characters");
        refuses(
                Content.newBuilder().setVideo(Video.newBuilder().setMedia("m").setBytes(-1)),
                "content.video.bytes",
                "must be at least 0");
        refuses(
                Content.newBuilder().setVoice(Voice.newBuilder().setMedia("m").setMime("\u0000")),
                "content.voice.mime",
                "must not contain NUL");
    }

    @Test
    void aLocationIsOnEarth() {
        accepts(location(-90, 180));
        refuses(location(90.1, 0), "content.location.latitude", "must be between -90 and 90");
        refuses(location(Double.NaN, 0), "content.location.latitude", "must be between -90 and 90");
        refuses(location(0, Double.NEGATIVE_INFINITY), "content.location.longitude", "must be between -180 and 180");
    }

    @Test
    void aCardIsOfOneUserOrOneGroup() {
        accepts(Content.newBuilder().setCard(Card.newBuilder().setUser("bob")));
        refuses(
                Content.newBuilder().setCard(Card.getDefaultInstance()),
                "content.card",
                "must name a user or a group, not both");
        refuses(
                Content.newBuilder().setCard(Card.newBuilder().setUser("a").setGroup("b")),
                "content.card",
                "must name a user or a group, not both");
        refuses(Content.newBuilder().setCard(Card.newBuilder().setGroup("g:b")), "content.card.group", Ids.RULE);
    }

    @Test
    void aCustomContentIsBoundedAsAWhole() {
        Custom.Builder custom = Custom.newBuilder().setType("t");
        accepts(Content.newBuilder().setCustom(custom.setData(ByteString.copyFrom(new byte[64 * 1024]))));
        refuses(
                Content.newBuilder().setCustom(custom.setData(ByteString.copyFrom(new byte[WireLimits.CONTENT_BYTES]))),
                "content",
                "must have at most 73728 bytes encoded");
        refuses(Content.newBuilder().setCustom(custom.clearType()), "content.custom.type", "must not be empty");
    }

    @Test
    void aRecallNamesAMessage() {
        accepts(Content.newBuilder().setRecall(Recall.newBuilder().setSequence(1)));
        refuses(
                Content.newBuilder().setRecall(Recall.getDefaultInstance()),
                "content.recall.sequence",
                "must be at least 1");
    }

    // B46, B49
    @Test
    void anEditNamesAMessageAndHasWords() {
        Edit.Builder edit =
                Edit.newBuilder().setSequence(1).setText(Text.newBuilder().setText("x"));
        accepts(Content.newBuilder().setEdit(edit));
        refuses(
                Content.newBuilder().setEdit(edit.clone().setSequence(-1)),
                "content.edit.sequence",
                "must be at least 1");
        refuses(Content.newBuilder().setEdit(edit.clone().clearText()), "content.edit.text", "must not be empty");
        refuses(
                Content.newBuilder().setEdit(edit.clone().setText(Text.getDefaultInstance())),
                "content.edit.text.text",
                "must not be empty");
        refuses(
                Content.newBuilder()
                        .setEdit(edit.clone()
                                .setText(Text.newBuilder()
                                        .setText("x")
                                        .setQuote(Quote.newBuilder().setSequence(1)))),
                "content.edit.text.quote",
                "must not be set: the quote stays as it was");
        refuses(
                Content.newBuilder().setEdit(edit.clone().setRevision(7)),
                "content.edit.revision",
                "must not be set: the server counts");
    }

    @Test
    void whatIsForwardedWasSaid() {
        accepts(Content.newBuilder().setText(Text.newBuilder().setText("x")).setForwarded(true));
        refuses(
                Content.newBuilder()
                        .setRecall(Recall.newBuilder().setSequence(1))
                        .setForwarded(true),
                "content.forwarded",
                "must not be set on what changes another message");
    }

    // B46, B49
    @Test
    void aReactionIsShortAndNamesAMessage() {
        Reaction.Builder reaction = Reaction.newBuilder().setSequence(1).setReaction("👩‍👩‍👧‍👦");
        accepts(Content.newBuilder().setReaction(reaction));
        accepts(Content.newBuilder().setReaction(reaction.clone().setReaction("𠮷".repeat(32))));
        refuses(
                Content.newBuilder().setReaction(reaction.clone().setReaction("𠮷".repeat(33))),
                "content.reaction.reaction",
                "must have at most 32 characters");
        refuses(
                Content.newBuilder().setReaction(reaction.clone().setSequence(0)),
                "content.reaction.sequence",
                "must be at least 1");
        refuses(
                Content.newBuilder().setReaction(reaction.clone().setReaction("")),
                "content.reaction.reaction",
                "must not be empty");
        for (String bad : List.of("a b", "\u00a0", "a\n", "\u3000", "\u001b[2J")) {
            refuses(
                    Content.newBuilder().setReaction(reaction.clone().setReaction(bad)),
                    "content.reaction.reaction",
                    "must have no space and no control");
        }
        refuses(
                Content.newBuilder().setReaction(reaction.clone().setCount(7)),
                "content.reaction.count",
                "must not be set: the server counts");
        refuses(
                Content.newBuilder().setReaction(reaction.clone().setChange(7)),
                "content.reaction.change",
                "must not be set: the server counts");
    }

    // B46
    @Test
    void systemContentComesFromTheServerOnly() {
        Problem problem = ContentRules.check(
                Content.newBuilder().setSystem(System.getDefaultInstance()).build());
        assertThat(problem).isNotNull().extracting(Problem::getCode).isEqualTo("NO_PERMISSION");
    }

    @Test
    void aContentWithoutAKindIsNone() {
        refuses(Content.newBuilder(), "content", "must be of one of the kinds of this version");
    }

    // B42
    @Test
    void aSendHasATargetAnIdAndAContent() {
        Send.Builder send = Send.newBuilder();
        refusesSend(send, "conversation", "a conversation or a peer must be named");
        refusesSend(send.setPeer("d:a:b"), "peer", Ids.RULE);
        refusesSend(send.setConversation("d:b:a"), "conversation", "must be the id of a conversation");
        refusesSend(
                send.setConversation("d:a:b"), "client_message_id", "must be 1 to 64 characters of A-Z a-z 0-9 _ -");
        refusesSend(
                send.setClientMessageId("x".repeat(1_024)),
                "client_message_id",
                "must be 1 to 64 characters of A-Z a-z 0-9 _ -");
        refusesSend(send.setClientMessageId("c"), "content", "must not be empty");
        refusesSend(
                send.setContent(Content.getDefaultInstance()),
                "content",
                "must be of one of the kinds of this version");
        assertThat(ContentRules.check(send.setContent(text("x")).build())).isNull();
    }

    private static Content.Builder text(String text) {
        return Content.newBuilder().setText(Text.newBuilder().setText(text));
    }

    private static Content.Builder mention(String user, int start, int length) {
        return Content.newBuilder()
                .setText(Text.newBuilder()
                        .setText("@bob @all")
                        .addMentions(Mention.newBuilder()
                                .setUser(user)
                                .setStart(start)
                                .setLength(length)));
    }

    private static Content.Builder location(double latitude, double longitude) {
        return Content.newBuilder()
                .setLocation(Location.newBuilder().setLatitude(latitude).setLongitude(longitude));
    }

    private static void accepts(Content.Builder content) {
        assertThat(ContentRules.check(content.build())).isNull();
    }

    private static void refuses(Content.Builder content, String field, String message) {
        is(assertThat(ContentRules.check(content.build())), field, message);
    }

    private static void refusesSend(Send.Builder send, String field, String message) {
        is(assertThat(ContentRules.check(send.build())), field, message);
    }

    private static void is(ObjectAssert<Problem> problem, String field, String message) {
        problem.isEqualTo(Problem.newBuilder()
                .setCode("INVALID_FIELD")
                .setField(field)
                .setMessage(message)
                .build());
    }
}
