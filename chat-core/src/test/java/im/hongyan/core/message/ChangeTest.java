package im.hongyan.core.message;

import static im.hongyan.core.message.MessageRig.ALICE;
import static im.hongyan.core.message.MessageRig.BOB;
import static im.hongyan.core.message.MessageRig.again;
import static im.hongyan.core.message.MessageRig.toPeer;
import static im.hongyan.core.message.MessageServiceTest.code;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.conversation.TestConversations;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.message.change.ChangeRulesRig;
import im.hongyan.core.rig.PublisherDouble.Mode;
import im.hongyan.core.rig.TestDatabase;
import im.hongyan.core.rig.TestRedis;
import im.hongyan.core.tenant.TestTenants;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SendResult;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.Image;
import im.hongyan.wire.frame.Mention;
import im.hongyan.wire.frame.Quote;
import im.hongyan.wire.frame.Reaction;
import im.hongyan.wire.frame.Recall;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.Text;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may recall and edit what and react to it, and for how long. */
class ChangeTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(10);
    private static TestDatabase database;

    private final ConversationKey group = new ConversationKey("default", "g:" + UUID.randomUUID());
    private MessageRig rig;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.h2();
    }

    @BeforeEach
    void start() {
        TestRedis.empty();
        rig = new MessageRig(database);
    }

    @AfterEach
    void stop() {
        rig.close();
        database.client()
                .sql("UPDATE tenant SET recall_seconds = NULL, edit_seconds = NULL")
                .then()
                .block();
    }

    @Test
    void whoSentAMessageRecallsIt() {
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        SendResult recalled = rig.send(ALICE, to(recall(sent), "bob", "c2"));
        assertThat(recalled.getAccepted().getSequence()).isEqualTo(sent + 1);
        assertThat(rig.publisher.published().getLast().getChanges()).isEqualTo(sent);
        assertThat(rig.publisher.published().getFirst().getChanges()).isZero();
    }

    @Test
    void whoSentATextEditsIt() {
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        assertThat(rig.send(ALICE, to(edit(sent, "hallo"), "bob", "c2")).hasAccepted())
                .isTrue();
        assertThat(rig.publisher.published().getLast().getChanges()).isEqualTo(sent);
    }

    // B58
    @Test
    void nobodyElseDoes() {
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        assertThat(refusal(BOB, to(recall(sent), "alice", "r"))).isEqualTo(ErrorCode.NO_PERMISSION);
        assertThat(refusal(BOB, to(edit(sent, "x"), "alice", "e"))).isEqualTo(ErrorCode.NO_PERMISSION);
        assertThat(rig.publisher.published()).hasSize(1);
    }

    // B58
    @Test
    void notAfterTheWindowAsTheServerTellsTheTime() {
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        rig.clock.ahead(ChangeRulesRig.RECALL_WINDOW.minus(A_MOMENT));
        assertThat(rig.send(ALICE, to(recall(sent), "bob", "r1")).hasAccepted()).isTrue();
        long other = sent(ALICE, toPeer("bob", "c2", "hello"));
        rig.clock.ahead(ChangeRulesRig.RECALL_WINDOW.plus(A_MOMENT));
        SendResult late = rig.send(ALICE, to(recall(other), "bob", "r2"));
        assertThat(code(late)).isEqualTo(ErrorCode.RECALL_WINDOW_PASSED);
        assertThat(late.getProblem().getRetryable()).isFalse();
        assertThat(late.getProblem().getMessage()).contains("120 s");
        assertThat(rig.send(ALICE, to(edit(other, "x"), "bob", "e1")).hasAccepted())
                .isTrue();
        rig.clock.ahead(ChangeRulesRig.EDIT_WINDOW.plus(A_MOMENT));
        assertThat(refusal(ALICE, to(edit(other, "y"), "bob", "e2"))).isEqualTo(ErrorCode.RECALL_WINDOW_PASSED);
    }

    @Test
    void aTenantChoosesItsWindows() {
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        TestTenants.choose(database, "default", "recall_seconds", 3_600);
        TestTenants.choose(database, "default", "edit_seconds", 0);
        rig.clock.ahead(Duration.ofMinutes(50));
        assertThat(rig.send(ALICE, to(recall(sent), "bob", "r")).hasAccepted()).isTrue();
        assertThat(refusal(ALICE, to(edit(sent, "x"), "bob", "e"))).isEqualTo(ErrorCode.NO_PERMISSION);
        TestTenants.choose(database, "default", "recall_seconds", 0);
        assertThat(refusal(ALICE, to(recall(sent), "bob", "s"))).isEqualTo(ErrorCode.NO_PERMISSION);
    }

    @Test
    void whoStandsAboveRecallsAtAnyTime() {
        for (String user : List.of("ann", "ada", "abe", "ben", "cid")) {
            TestConversations.member(database, group, user, 0, null);
        }
        role("ann", "OWNER");
        role("ada", "ADMIN");
        role("abe", "ADMIN");
        long bens = sent("ben");
        long adas = sent("ada");
        long anns = sent("ann");
        rig.clock.ahead(Duration.ofDays(300));

        assertThat(recalls("cid", bens)).isEqualTo("NO_PERMISSION");
        assertThat(recalls("ben", bens)).isEqualTo("RECALL_WINDOW_PASSED");
        assertThat(recalls("ben", adas)).isEqualTo("NO_PERMISSION");
        assertThat(recalls("abe", adas)).isEqualTo("NO_PERMISSION");
        assertThat(recalls("ada", anns)).isEqualTo("NO_PERMISSION");
        assertThat(recalls("abe", bens)).isEmpty();
        assertThat(recalls("ann", adas)).isEmpty();
        assertThat(recalls("ann", bens)).isEmpty();
        assertThat(code(rig.send(MessageRig.principal("ann"), inGroup(edit(bens, "x"), "edit"))))
                .isEqualTo(ErrorCode.NO_PERMISSION);
    }

    @Test
    void whoHasLeftIsAnOrdinaryMember() {
        TestConversations.member(database, group, "ann", 0, null);
        TestConversations.member(database, group, "ben", 0, null);
        role("ann", "OWNER");
        long bens = sent("ben");
        TestConversations.leave(database, rig.conversations, group, "ben", bens);
        assertThat(recalls("ann", bens)).isEmpty();
        assertThat(recalls("ben", bens)).isEqualTo("NOT_MEMBER");
    }

    // B47
    @Test
    void whatIsNotThereOrNotToBeSeenIsNotFound() {
        TestConversations.member(database, group, "ann", 0, null);
        long anns = sent("ann");
        TestConversations.member(database, group, "late", anns, null);
        role("late", "OWNER");
        assertThat(recalls("late", anns)).isEqualTo("NOT_FOUND");
        assertThat(recalls("ann", anns + 1)).isEqualTo("NOT_FOUND");
        assertThat(recalls("ann", Long.MAX_VALUE)).isEqualTo("NOT_FOUND");
        assertThat(recalls("stranger", anns)).isEqualTo("NOT_MEMBER");
    }

    // B69
    @Test
    void theMessagesOfAnotherTenantAreNotThere() {
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        Principal elsewhere = ALICE.toBuilder().setTenant("other").build();
        assertThat(refusal(elsewhere, to(recall(sent), "bob", "r"))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal(elsewhere, to(edit(sent, "x"), "bob", "e"))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void whatWasAcceptedAndIsNotStoredYetIsAskedForAgain() {
        rig.publisher.setMode(Mode.QUEUE);
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        SendResult early = rig.send(ALICE, to(recall(sent), "bob", "r"));
        assertThat(code(early)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(early.getProblem().getRetryable()).isTrue();
        rig.log.store(rig.publisher.published().getFirst().toByteString());
        rig.publisher.setMode(Mode.CONFIRM);
        assertThat(rig.send(ALICE, again(to(recall(sent), "bob", "r"))).hasAccepted())
                .isTrue();
    }

    @Test
    void onlyWhatSomebodySaidIsRecalledAndOnlyTextsAreEdited() {
        Content image = Content.newBuilder()
                .setImage(Image.newBuilder().setMedia("m/1"))
                .build();
        long picture = sent(ALICE, to(image, "bob", "c1"));
        long text = sent(ALICE, toPeer("bob", "c2", "hello"));
        long edit = sent(ALICE, to(edit(text, "hallo"), "bob", "e1"));
        assertThat(refusal(ALICE, to(edit(picture, "x"), "bob", "e2"))).isEqualTo(ErrorCode.INVALID_FIELD);
        SendResult ofChange = rig.send(ALICE, to(recall(edit), "bob", "r1"));
        assertThat(ofChange.getProblem().getField()).isEqualTo("content.recall.sequence");
        assertThat(rig.send(ALICE, to(recall(picture), "bob", "r2")).hasAccepted())
                .isTrue();
    }

    @Test
    void whatWasAcceptedStaysAcceptedHoweverLate() {
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        Send recall = to(recall(sent), "bob", "r");
        long first = sent(ALICE, recall);
        rig.clock.ahead(Duration.ofDays(1));
        SendResult repeat = rig.send(ALICE, again(recall));
        assertThat(repeat.getAccepted().getSequence()).isEqualTo(first);
        assertThat(repeat.getAccepted().getDuplicate()).isTrue();
        TestRedis.empty();
        assertThat(rig.send(ALICE, again(recall)).getAccepted().getSequence()).isEqualTo(first);
        assertThat(refusal(ALICE, again(to(recall(sent), "bob", "never sent"))))
                .isEqualTo(ErrorCode.RECALL_WINDOW_PASSED);
    }

    @Test
    void whatIsRefusedDoesNotHoldUpTheRest() {
        long sent = sent(BOB, toPeer("alice", "c0", "hello"));
        List<SendResult> results = rig.send(
                ALICE,
                List.of(
                        toPeer("bob", "c1", "one"),
                        to(recall(sent), "bob", "r"),
                        toPeer("bob", "c2", "two"),
                        to(recall(sent + 50), "bob", "s")));
        assertThat(results.get(0).getAccepted().getSequence()).isEqualTo(sent + 1);
        assertThat(code(results.get(1))).isEqualTo(ErrorCode.NO_PERMISSION);
        assertThat(results.get(1).getProblem().getClientMessageId()).isEqualTo("r");
        assertThat(results.get(2).getAccepted().getSequence()).isEqualTo(sent + 2);
        assertThat(code(results.get(3))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void aRunAsksTheLogOnceAndAnOrdinaryTextNever() {
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        int before = rig.log.calls();
        rig.send(ALICE, List.of(toPeer("bob", "c2", "x"), toPeer("bob", "c3", "y")));
        assertThat(rig.log.calls()).isEqualTo(before);
        rig.send(ALICE, List.of(to(edit(sent, "a"), "bob", "e1"), to(edit(sent + 1, "b"), "bob", "e2")));
        assertThat(rig.log.calls()).isEqualTo(before + 1);
    }

    @Test
    void whileTheLogIsAwayTheOrderOfTheSenderHolds() {
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        rig.log.goAway();
        List<SendResult> results =
                rig.send(ALICE, List.of(to(recall(sent), "bob", "r"), toPeer("bob", "c2", "behind it")));
        assertThat(results).extracting(MessageServiceTest::code).containsOnly(ErrorCode.STORE_UNAVAILABLE);
        rig.log.comeBack();
        assertThat(rig.send(ALICE, List.of(again(to(recall(sent), "bob", "r")), again(toPeer("bob", "c2", "b")))))
                .allMatch(SendResult::hasAccepted);
    }

    @Test
    void whoSeesAMessageReactsToItAtAnyTime() {
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        rig.clock.ahead(Duration.ofDays(300));
        long reaction = sent(BOB, to(react(sent, "👍"), "alice", "r1"));
        assertThat(rig.publisher.published().getLast().getChanges()).isEqualTo(sent);
        SendResult toReaction = rig.send(ALICE, to(react(reaction, "👍"), "bob", "r2"));
        assertThat(toReaction.getProblem().getField()).isEqualTo("content.reaction.sequence");
        assertThat(refusal(ALICE, to(react(sent + 70, "👍"), "bob", "r3"))).isEqualTo(ErrorCode.NOT_FOUND);
        Principal elsewhere = BOB.toBuilder().setTenant("other").build();
        assertThat(refusal(elsewhere, to(react(sent, "👍"), "alice", "r4"))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    // B56
    @Test
    void thereAreSoManyDifferentReactionsToAMessage() {
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        for (int i = 0; i < WireLimits.REACTIONS; i++) {
            rig.log.react(sent, ":" + i + ":");
        }
        SendResult more = rig.send(BOB, to(react(sent, ":one-more:"), "alice", "r1"));
        assertThat(code(more)).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(more.getProblem().getMessage()).contains("20");
        assertThat(rig.send(BOB, to(react(sent, ":7:"), "alice", "r2")).hasAccepted())
                .isTrue();
    }

    @Test
    void aQuoteNamesAMessageThatTheSenderSees() {
        TestConversations.member(database, group, "ann", 0, null);
        long first = sent("ann");
        TestConversations.member(database, group, "late", first, null);
        Principal late = MessageRig.principal("late");
        assertThat(refusal(late, inGroup(quote(first, ""), "q1"))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal(late, inGroup(quote(first + 9, ""), "q2"))).isEqualTo(ErrorCode.NOT_FOUND);
        SendResult second = rig.send(late, inGroup(MessageRig.text("hello"), "c"));
        long sequence = second.getAccepted().getSequence();
        String id = second.getAccepted().getMessageId();
        assertThat(rig.send(MessageRig.principal("ann"), inGroup(quote(first, ""), "q3"))
                        .hasAccepted())
                .isTrue();
        assertThat(rig.send(late, inGroup(quote(sequence, id), "q4")).hasAccepted())
                .isTrue();
        assertThat(rig.publisher.published().getLast().getChanges()).isZero();
        SendResult forged = rig.send(late, inGroup(quote(sequence, id + "x"), "q5"));
        assertThat(forged.getProblem().getField()).isEqualTo("content.text.quote.message_id");
    }

    @Test
    void whoIsMentionedIsInTheConversation() {
        for (String user : List.of("ann", "ben", "gone")) {
            TestConversations.member(database, group, user, 0, null);
        }
        TestConversations.leave(database, rig.conversations, group, "gone", 0);
        Principal ann = MessageRig.principal("ann");
        assertThat(rig.send(ann, inGroup(mention("ben", "ann", ""), "m1")).hasAccepted())
                .isTrue();
        for (String stranger : List.of("gone", "stranger")) {
            SendResult refused = rig.send(ann, inGroup(mention("ben", stranger), "m-" + stranger));
            assertThat(code(refused)).isEqualTo(ErrorCode.INVALID_FIELD);
            assertThat(refused.getProblem().getField()).isEqualTo("content.text.mentions.user");
        }
        assertThat(rig.send(ALICE, to(mention("bob", ""), "bob", "m2")).hasAccepted())
                .isTrue();
        assertThat(refusal(ALICE, to(mention("carol"), "bob", "m3"))).isEqualTo(ErrorCode.INVALID_FIELD);
        long sent = sent(ALICE, toPeer("bob", "c1", "hello"));
        Edit.Builder edit =
                Edit.newBuilder().setSequence(sent).setText(mention("carol").getText());
        SendResult edited =
                rig.send(ALICE, to(Content.newBuilder().setEdit(edit).build(), "bob", "e1"));
        assertThat(edited.getProblem().getField()).isEqualTo("content.edit.text.mentions.user");
    }

    private static Content quote(long sequence, String messageId) {
        return Content.newBuilder()
                .setText(Text.newBuilder()
                        .setText("yes")
                        .setQuote(Quote.newBuilder().setSequence(sequence).setMessageId(messageId)))
                .build();
    }

    private static Content mention(String... users) {
        Text.Builder text = Text.newBuilder().setText("look");
        for (String user : users) {
            text.addMentions(Mention.newBuilder().setUser(user));
        }
        return Content.newBuilder().setText(text).build();
    }

    private static Content react(long sequence, String reaction) {
        return Content.newBuilder()
                .setReaction(Reaction.newBuilder().setSequence(sequence).setReaction(reaction))
                .build();
    }

    private long sent(Principal sender, Send send) {
        SendResult result = rig.send(sender, send);
        assertThat(result.hasAccepted()).as(result.toString()).isTrue();
        return result.getAccepted().getSequence();
    }

    private long sent(String user) {
        return sent(MessageRig.principal(user), inGroup(MessageRig.text("hello"), "of-" + user));
    }

    private ErrorCode refusal(Principal sender, Send send) {
        return code(rig.send(sender, send));
    }

    /** The code of the refusal; empty when it was accepted. */
    private String recalls(String user, long sequence) {
        return rig.send(MessageRig.principal(user), inGroup(recall(sequence), "r-" + UUID.randomUUID()))
                .getProblem()
                .getCode();
    }

    private void role(String user, String role) {
        database.client()
                .sql("UPDATE conversation_member SET role = :role WHERE conversation = :group AND user_id = :user")
                .bind("role", role)
                .bind("group", group.conversation())
                .bind("user", user)
                .then()
                .block();
    }

    private Send inGroup(Content content, String clientMessageId) {
        return Send.newBuilder()
                .setConversation(group.conversation())
                .setClientMessageId(clientMessageId)
                .setContent(content)
                .build();
    }

    private static Send to(Content content, String peer, String clientMessageId) {
        return MessageRig.toPeer(peer, clientMessageId.replace(' ', '-'), "").toBuilder()
                .setContent(content)
                .build();
    }

    private static Content recall(long sequence) {
        return Content.newBuilder()
                .setRecall(Recall.newBuilder().setSequence(sequence))
                .build();
    }

    private static Content edit(long sequence, String words) {
        return Content.newBuilder()
                .setEdit(Edit.newBuilder()
                        .setSequence(sequence)
                        .setText(Text.newBuilder().setText(words)))
                .build();
    }
}
