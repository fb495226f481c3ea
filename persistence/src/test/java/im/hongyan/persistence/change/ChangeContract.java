package im.hongyan.persistence.change;

import static im.hongyan.persistence.Rig.await;
import static im.hongyan.persistence.store.Samples.DIRECT;
import static im.hongyan.persistence.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.FindMessages;
import im.hongyan.link.proto.FindTargets;
import im.hongyan.link.proto.FoundTarget;
import im.hongyan.link.proto.FoundTargets;
import im.hongyan.link.proto.LogPage;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.link.proto.MessageKey;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.ReadLog;
import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.persistence.Doors;
import im.hongyan.persistence.FakeBatch;
import im.hongyan.persistence.Rig;
import im.hongyan.persistence.delivery.FakeGateways;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.store.FaultyConnections;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Content.KindCase;
import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Quote;
import im.hongyan.wire.frame.Reaction;
import im.hongyan.wire.frame.ReactionCount;
import im.hongyan.wire.frame.Recall;
import im.hongyan.wire.frame.Text;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What recalls, edits and reactions do to a message, on every database. */
abstract class ChangeContract {
    private static final String SECRET = "the words that nobody may read again";
    private static final String CACHE = "recent:{default/d:alice:bob}";

    private ConnectionFactory real;
    private FaultyConnections connections;
    private Rig rig;
    private Doors doors;

    abstract ConnectionFactory connections();

    @BeforeEach
    void open() {
        real = connections();
        connections = new FaultyConnections(real);
        start();
        Rig.sharedRedis().sync().del(CACHE, "floor:{default/d:alice:bob}", "seq:{default/d:alice:bob}");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    // ---- recall ----------------------------------------------------------------------------------------------------

    @Test
    void aRecalledMessageKeepsItsPlaceAndLosesItsWords() {
        store(event(DIRECT, 1, "alice", "a", SECRET), event(DIRECT, 2, "bob", "b"));
        store(recall(3, "alice", "r", 1));

        Message recalled = log().getFirst();
        assertThat(recalled.getSequence()).isEqualTo(1);
        assertThat(recalled.getSender()).isEqualTo("alice");
        assertThat(recalled.getMessageId()).isEqualTo("m-a");
        assertThat(recalled.getTime()).isEqualTo(1_001);
        assertThat(recalled.hasContent()).isFalse();
        assertThat(recalled.getRecalled().getBy()).isEqualTo("alice");
        assertThat(recalled.getRecalled().getTime()).isEqualTo(1_003);
        assertThat(recalled.getRecalled().getSequence()).isEqualTo(3);
        assertThat(log().get(1).getContent().getText().getText()).isEqualTo("text of b");
        nothingHolds(SECRET);
    }

    @Test
    void whatIsLiveLearnsOfARecallByTheRecall() {
        store(event(DIRECT, 1, "alice", "a", SECRET));
        store(recall(2, "alice", "r", 1));

        List<Message> told = told();
        assertThat(told).extracting(Message::getSequence).containsExactly(1L, 2L);
        assertThat(told.getLast().getContent().getRecall().getSequence()).isEqualTo(1);
    }

    @Test
    void anEventThatComesAgainRevivesNothing() {
        FakeBatch original = FakeBatch.of(0, event(DIRECT, 1, "alice", "a", SECRET));
        FakeBatch recall = FakeBatch.of(0, recall(2, "alice", "r", 1));
        deliver(original, recall);
        List<Message> before = log();
        long told = told().size();

        deliver(original.again(), recall.again());
        deliver(FakeBatch.of(0, event(DIRECT, 3, "alice", "a", SECRET)));

        assertThat(log()).isEqualTo(before);
        assertThat(told().stream().skip(told))
                .noneMatch(message -> message.toString().contains(SECRET));
        nothingHolds(SECRET);
        assertThat(found("alice", "a").getPayloadHash())
                .as("a resend is known by it")
                .isEqualTo(SECRET.hashCode());
    }

    @Test
    void aRecallInTheSameTurnAsItsMessageCounts() {
        store(event(DIRECT, 1, "alice", "a", SECRET), recall(2, "alice", "r", 1));

        assertThat(log().getFirst().hasRecalled()).isTrue();
        nothingHolds(SECRET);
        assertThat(told()).noneMatch(message -> message.toString().contains(SECRET));
    }

    @Test
    void ofTwoRecallsTheOneWithTheLowerNumberCounts() {
        store(event(DIRECT, 1, "alice", "a", SECRET));
        store(recall(3, "alice", "late", 1));
        store(recall(2, "bob", "early", 1));

        assertThat(log().getFirst().getRecalled().getBy()).isEqualTo("bob");
        assertThat(log().getFirst().getRecalled().getSequence()).isEqualTo(2);
    }

    @Test
    void aCopyThatTheHotCacheKeptIsNotBelieved() {
        store(event(DIRECT, 1, "alice", "a", SECRET), event(DIRECT, 2, "bob", "b"));
        byte[] copy = Rig.sharedRedis().sync().zrange(CACHE, 0, 0).getFirst();
        assertThat(new String(copy, StandardCharsets.UTF_8)).contains(SECRET);
        store(recall(3, "alice", "r", 1));
        assertThat(Rig.sharedRedis().sync().zcount(CACHE, io.lettuce.core.Range.create(1, 1)))
                .as("forgotten when Redis answers")
                .isZero();

        Rig.sharedRedis().sync().zadd(CACHE, 1, copy);

        assertThat(log()).noneMatch(message -> message.toString().contains(SECRET));
        assertThat(messages(all().setDescending(true)))
                .noneMatch(message -> message.toString().contains(SECRET));
    }

    @Test
    void whoeverNamesNothingChangesNothing() {
        store(event(DIRECT, 1, "alice", "a"), recall(2, "alice", "r", 9), recall(3, "alice", "s", 3));

        assertThat(log()).extracting(Message::hasRecalled).containsOnly(false);
        assertThat(log()).hasSize(3);
    }

    // B69
    @Test
    void theSameConversationOfAnotherTenantIsAnother() {
        ConversationKey other = new ConversationKey("other", DIRECT.conversation());
        store(event(DIRECT, 1, "alice", "a"), event(other, 1, "alice", "a"));
        store(react(2, "bob", "t", 1, "👍"), recall(DIRECT, 3, "alice", "r", 1));

        assertThat(log().getFirst().hasRecalled()).isTrue();
        Message untouched = messages(ReadLog.newBuilder().setTenant("other").setConversation(DIRECT.conversation()))
                .getFirst();
        assertThat(untouched.getContent().getText().getText()).isEqualTo("text of a");
        assertThat(untouched.getReactionsList()).isEmpty();
        assertThat(targets("other", 1).getTargets(0).getKind()).isEqualTo(KindCase.TEXT.getNumber());
    }

    // ---- edit ------------------------------------------------------------------------------------------------------

    @Test
    void anEditedMessageHasTheNewestWordsAndTheOldOnesAreGone() {
        store(event(DIRECT, 1, "alice", "a", SECRET));
        store(edit(2, "e", 1, "second words"));
        store(edit(3, "f", 1, "third words"));

        Message edited = log().getFirst();
        assertThat(edited.getContent().getText().getText()).isEqualTo("third words");
        assertThat(edited.getRevision()).isEqualTo(2);
        assertThat(edited.getEditedAt()).isEqualTo(1_003);
        assertThat(edited.getEditSequence()).isEqualTo(3);
        assertThat(edited.getSender()).isEqualTo("alice");
        assertThat(edited.getTime()).isEqualTo(1_001);
        assertThat(log().get(1).getContent().getEdit().hasText()).isFalse();
        assertThat(log().get(1).getContent().getEdit().getRevision()).isEqualTo(1);
        assertThat(log().get(2).getContent().getEdit().getText().getText()).isEqualTo("third words");
        nothingHolds(SECRET);
        nothingHolds("second words");
        assertThat(told().getLast().getContent().getEdit().getRevision()).isEqualTo(2);
    }

    @Test
    void anEditKeepsTheQuote() {
        MessageEvent plain = event(DIRECT, 2, "alice", "a");
        Message quoting = message(plain.getMessage());
        Message.Builder builder = quoting.toBuilder();
        builder.getContentBuilder().getTextBuilder().setQuote(Quote.newBuilder().setSequence(1));
        store(
                event(DIRECT, 1, "bob", "q"),
                plain.toBuilder().setMessage(builder.build().toByteString()).build());
        store(edit(3, "e", 2, "other words"));

        Text text = log().get(1).getContent().getText();
        assertThat(text.getText()).isEqualTo("other words");
        assertThat(text.getQuote().getSequence()).isEqualTo(1);
    }

    @Test
    void ofTwoEditsTheOneWithTheHigherNumberCountsWhicheverIsStoredFirst() {
        store(event(DIRECT, 1, "alice", "a"));
        store(edit(3, "late", 1, "late words"));
        store(edit(2, "early", 1, SECRET));

        assertThat(log().getFirst().getContent().getText().getText()).isEqualTo("late words");
        assertThat(log().getFirst().getRevision()).isEqualTo(1);
        assertThat(log().get(1).getContent().getEdit().getRevision()).isZero();
        nothingHolds(SECRET);
    }

    @Test
    void aRecallWinsOverEveryEditWhicheverIsStoredFirst() {
        store(event(DIRECT, 1, "alice", "a", SECRET));
        store(edit(2, "e", 1, SECRET + " again"));
        store(recall(4, "alice", "r", 1));
        store(edit(3, "f", 1, SECRET + " once more"));
        store(edit(5, "g", 1, SECRET + " at last"));

        assertThat(log().getFirst().hasContent()).isFalse();
        assertThat(log().getFirst().getRevision()).isZero();
        assertThat(log()).hasSize(5);
        nothingHolds(SECRET);
        assertThat(told().stream().skip(3))
                .noneMatch(message -> message.toString().contains(SECRET));
    }

    @Test
    void manyChangesOfManyMessagesInOneTurnAreAllDone() {
        List<MessageEvent> events = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            events.add(event(DIRECT, i, "alice", "a" + i, SECRET));
        }
        store(events.toArray(MessageEvent[]::new));
        events.clear();
        for (int i = 1; i <= 40; i++) {
            events.add(edit(40 + 2 * i - 1, "e" + i, i, SECRET + i));
            events.add(i % 2 == 0 ? recall(40 + 2 * i, "alice", "r" + i, i) : edit(40 + 2 * i, "f" + i, i, "kept" + i));
        }
        store(events.toArray(MessageEvent[]::new));

        List<Message> log = log();
        for (int i = 1; i <= 40; i++) {
            assertThat(log.get(i - 1).hasRecalled()).isEqualTo(i % 2 == 0);
            assertThat(log.get(i - 1).getContent().getText().getText()).isEqualTo(i % 2 == 0 ? "" : "kept" + i);
        }
        nothingHolds(SECRET);
    }

    // ---- reactions -------------------------------------------------------------------------------------------------

    @Test
    void pagesTellWhoReactsWithWhat() {
        store(event(DIRECT, 1, "alice", "a"), event(DIRECT, 2, "bob", "b"), event(DIRECT, 3, "bob", "c"));
        store(
                react(4, "alice", "r1", 2, "👍🏽"),
                react(5, "bob", "r2", 2, "👍🏽"),
                react(6, "bob", "r3", 2, ":-)"),
                react(7, "alice", "r4", 1, "👍"));

        assertThat(reactions(2, "alice")).containsExactly(count(":-)", 1, false, 3), count("👍🏽", 2, true, 2));
        assertThat(reactions(2, "bob")).containsExactly(count(":-)", 1, true, 3), count("👍🏽", 2, true, 2));
        assertThat(reactions(2, "carol")).extracting(ReactionCount::getMine).containsOnly(false);
        assertThat(reactions(1, "bob")).containsExactly(count("👍", 1, false, 4));
        assertThat(reactions(3, "bob")).isEmpty();
        assertThat(messages(all().setDescending(true).setReader("alice").setLimit(6))
                        .getFirst()
                        .getReactionsList())
                .hasSize(2);
        assertThat(targets("default", 2, 3).getTargetsList())
                .extracting(target -> target.getReactionsList().size())
                .containsExactly(2, 0);
    }

    @Test
    void whoIsLiveIsToldTheCount() {
        store(event(DIRECT, 1, "alice", "a"));
        store(react(2, "alice", "r1", 1, "👍"), react(3, "bob", "r2", 1, "👍"));

        assertThat(told().stream().skip(1))
                .extracting(message -> message.getContent().getReaction().getCount())
                .containsExactly(1, 2);
        assertThat(told().stream().skip(1))
                .extracting(message -> message.getContent().getReaction().getChange())
                .containsExactly(1L, 2L);
    }

    @Test
    void aUserReactsOnceWithTheSame() {
        store(event(DIRECT, 1, "alice", "a"));
        FakeBatch batch = FakeBatch.of(
                0,
                react(2, "alice", "r1", 1, "👍"),
                react(3, "alice", "r2", 1, "👍"),
                unreact(4, "bob", "r3", 1, "👍"),
                unreact(5, "bob", "r4", 1, "🎉"));
        deliver(batch, batch.again());

        assertThat(reactions(1, "alice")).containsExactly(count("👍", 1, true, 1));
        assertThat(log().stream().skip(1))
                .extracting(message -> message.getContent().getReaction().getChange())
                .containsExactly(1L, 0L, 0L, 0L);
        store(react(6, "bob", "r5", 1, "👍"));
        assertThat(reactions(1, "alice")).containsExactly(count("👍", 2, true, 2));
    }

    @Test
    void whatIsTakenBackIsNobodysAndSaidToBe() {
        store(event(DIRECT, 1, "alice", "a"));
        store(react(2, "alice", "r1", 1, "👍"));
        store(unreact(3, "alice", "r2", 1, "👍"));
        assertThat(reactions(1, "alice")).containsExactly(count("👍", 0, false, 2));
        store(react(4, "alice", "r3", 1, "👍"));
        assertThat(reactions(1, "alice")).containsExactly(count("👍", 1, true, 3));
    }

    // B56
    @Test
    void aMessageHasABoundedNumberOfDifferentReactions() {
        store(event(DIRECT, 1, "alice", "a"));
        List<MessageEvent> events = new ArrayList<>();
        for (int i = 0; i <= WireLimits.REACTIONS; i++) {
            events.add(react(2 + i, "alice", "r" + i, 1, ":" + i + ":"));
        }
        store(events.toArray(MessageEvent[]::new));
        assertThat(reactions(1, "alice")).hasSize(WireLimits.REACTIONS);
        assertThat(log().getLast().getContent().getReaction().getChange()).isZero();

        store(unreact(30, "alice", "s", 1, ":3:"), react(31, "bob", "t", 1, ":new:"));
        assertThat(reactions(1, "bob"))
                .hasSize(WireLimits.REACTIONS)
                .extracting(ReactionCount::getReaction)
                .contains(":new:")
                .doesNotContain(":3:");
    }

    @Test
    void aRecalledMessageHasNoReactions() {
        store(event(DIRECT, 1, "alice", "a"));
        store(react(2, "alice", "r1", 1, "👍"));
        store(react(3, "bob", "r2", 1, "👍"), recall(4, "alice", "r", 1), react(5, "carol", "r3", 1, "👍"));
        assertThat(reactions(1, "alice")).isEmpty();
        assertThat(log().getLast().getContent().getReaction().getChange()).isZero();
    }

    @Test
    void pagesOfWhatNobodyReactedToAskNothingMore() {
        List<MessageEvent> events = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            events.add(event(DIRECT, i, "alice", "a" + i));
        }
        store(events.toArray(MessageEvent[]::new));
        int plain = asked(all().setLimit(3));
        store(react(11, "bob", "r", 8, "👍"));
        assertThat(asked(all().setLimit(3))).isEqualTo(plain);
        assertThat(asked(all().setAfter(6).setLimit(3))).as("one more").isEqualTo(plain + 1);
    }

    private int asked(ReadLog.Builder question) {
        Rig.sharedRedis().sync().del(CACHE);
        int before = connections.asked();
        messages(question);
        return connections.asked() - before;
    }

    private List<ReactionCount> reactions(long sequence, String reader) {
        return messages(all().setAfter(sequence - 1).setLimit(1).setReader(reader))
                .getFirst()
                .getReactionsList();
    }

    private static ReactionCount count(String reaction, int count, boolean mine, long change) {
        return ReactionCount.newBuilder()
                .setReaction(reaction)
                .setCount(count)
                .setMine(mine)
                .setChange(change)
                .build();
    }

    private static MessageEvent react(long sequence, String sender, String id, long target, String reaction) {
        return reaction(
                sequence, sender, id, Reaction.newBuilder().setSequence(target).setReaction(reaction));
    }

    private static MessageEvent unreact(long sequence, String sender, String id, long target, String reaction) {
        return reaction(
                sequence,
                sender,
                id,
                Reaction.newBuilder().setSequence(target).setReaction(reaction).setRemoved(true));
    }

    private static MessageEvent reaction(long sequence, String sender, String id, Reaction.Builder reaction) {
        return change(
                event(DIRECT, sequence, sender, id),
                Content.newBuilder().setReaction(reaction),
                reaction.getSequence());
    }

    // ---- faults ----------------------------------------------------------------------------------------------------

    @Test
    void aCommitOfWhichTheOutcomeIsUnknownChangesOnce() {
        store(event(DIRECT, 1, "alice", "a", SECRET));
        int[] commits = {0};
        connections.failAfterCommit(() -> ++commits[0] == 1);
        store(edit(2, "e", 1, "second words"));
        commits[0] = 0;
        connections.failBeforeCommit(() -> ++commits[0] == 1);
        store(edit(3, "f", 1, "third words"));
        commits[0] = 0;
        connections.failAfterCommit(() -> ++commits[0] == 1);
        store(react(4, "bob", "r", 1, "👍"));

        assertThat(reactions(1, "bob")).containsExactly(count("👍", 1, true, 1));
        assertThat(log().getFirst().getRevision()).isEqualTo(2);
        assertThat(log().getFirst().getContent().getText().getText()).isEqualTo("third words");
        nothingHolds("second words");
    }

    @Test
    void aWriterThatDiedLeavesTheRestToTheNext() {
        store(event(DIRECT, 1, "alice", "a", SECRET));
        connections.failBeforeCommit(() -> true);
        FakeBatch recall = FakeBatch.of(0, edit(2, "e", 1, SECRET + 2), recall(3, "alice", "r", 1));
        rig.deliver(recall);
        await("tried", () -> rig.count("hongyan.log.failures") >= 1);
        rig.close();
        connections.failBeforeCommit(() -> false);
        start();

        deliver(recall.again());

        assertThat(log().getFirst().hasRecalled()).isTrue();
        nothingHolds(SECRET);
    }

    // B85
    @Test
    void aChangeThatIsNoMessageIsRefused() {
        MessageEvent broken =
                event(DIRECT, 1, "alice", "a").toBuilder().setChanges(-1).build();
        FakeBatch batch = FakeBatch.of(0, broken);
        rig.deliver(batch);
        await("settled", () -> !batch.isOpen());
        assertThat(batch.outcome()).isEqualTo("reject: record 1 of 1: changes is 0 or a sequence");
    }

    // ---- what is named ---------------------------------------------------------------------------------------------

    @Test
    void tellsWhatMessagesAreThatOthersName() {
        store(event(DIRECT, 1, "alice", "a"), event(DIRECT, 2, "bob", "b"), event(DIRECT, 4, "bob", "d"));
        store(recall(3, "bob", "r", 2), event(DIRECT, 6, "bob", "f"));

        FoundTargets found = targets("default", 1, 2, 3, 4, 5, 6, 1);
        assertThat(found.getHead()).isEqualTo(4);
        assertThat(found.getTargetsList())
                .extracting(FoundTarget::getFound)
                .containsExactly(true, true, true, true, false, false, true);
        assertThat(found.getTargetsList())
                .extracting(FoundTarget::getKind)
                .containsExactly(
                        KindCase.TEXT.getNumber(),
                        0,
                        KindCase.RECALL.getNumber(),
                        KindCase.TEXT.getNumber(),
                        0,
                        0,
                        KindCase.TEXT.getNumber());
        FoundTarget first = found.getTargets(0);
        assertThat(first.getSender()).isEqualTo("alice");
        assertThat(first.getMessageId()).isEqualTo("m-a");
        assertThat(first.getTime()).isEqualTo(1_001);
    }

    private FoundTargets targets(String tenant, long... sequences) {
        FindTargets.Builder question =
                FindTargets.newBuilder().setTenant(tenant).setConversation(DIRECT.conversation());
        for (long sequence : sequences) {
            question.addSequences(sequence);
        }
        return doors.call(Calls.FIND_TARGETS, question.build()).block();
    }

    private im.hongyan.link.proto.FoundMessage found(String sender, String id) {
        return doors.call(
                        Calls.FIND,
                        FindMessages.newBuilder()
                                .setTenant("default")
                                .addKeys(MessageKey.newBuilder()
                                        .setConversation(DIRECT.conversation())
                                        .setSender(sender)
                                        .setClientMessageId(id))
                                .build())
                .block()
                .getMessages(0);
    }

    private void start() {
        rig = Rig.on(connections)
                .gateways(new FakeGateways().at("one", new Audience.User("default", "bob")))
                .with("history.recent-patience", "1s")
                .start();
        doors = new Doors(rig);
    }

    private void store(MessageEvent... events) {
        deliver(FakeBatch.of(0, events));
    }

    private void deliver(FakeBatch... batches) {
        rig.deliver(batches);
        for (FakeBatch batch : batches) {
            await("stored", () -> batch.outcome().equals("ack"));
        }
    }

    private List<Message> log() {
        return messages(all());
    }

    private static ReadLog.Builder all() {
        return ReadLog.newBuilder().setTenant("default").setConversation(DIRECT.conversation());
    }

    private List<Message> messages(ReadLog.Builder question) {
        return doors.stream(Calls.READ_LOG, question.build())
                .concatMapIterable(LogPage::getMessagesList)
                .map(ChangeContract::message)
                .collectList()
                .block();
    }

    private List<Message> told() {
        return rig.gateways().told("one").stream()
                .filter(NodeEvent::hasStored)
                .map(told -> message(told.getStored().getMessage()))
                .toList();
    }

    /** Neither the table nor what readers get; the hot cache may be late, and is then not read. */
    private void nothingHolds(String words) {
        List<byte[]> bodies = Flux.usingWhen(
                        real.create(),
                        connection -> Flux.from(connection
                                        .createStatement("SELECT body FROM message")
                                        .execute())
                                .flatMap(result -> result.map((row, metadata) -> row.get(0, byte[].class))),
                        Connection::close)
                .collectList()
                .block();
        assertThat(bodies).isNotEmpty().noneMatch(body -> new String(body, StandardCharsets.UTF_8).contains(words));
    }

    private static MessageEvent recall(long sequence, String sender, String id, long target) {
        return recall(DIRECT, sequence, sender, id, target);
    }

    private static MessageEvent recall(ConversationKey key, long sequence, String sender, String id, long target) {
        return change(
                event(key, sequence, sender, id),
                Content.newBuilder().setRecall(Recall.newBuilder().setSequence(target)),
                target);
    }

    private static MessageEvent edit(long sequence, String id, long target, String words) {
        return change(
                event(DIRECT, sequence, "alice", id),
                Content.newBuilder()
                        .setEdit(Edit.newBuilder()
                                .setSequence(target)
                                .setText(Text.newBuilder().setText(words))),
                target);
    }

    private static MessageEvent change(MessageEvent event, Content.Builder content, long target) {
        return event.toBuilder()
                .setMessage(message(event.getMessage()).toBuilder()
                        .setContent(content)
                        .build()
                        .toByteString())
                .setChanges(target)
                .build();
    }

    private static Message message(ByteString body) {
        try {
            return Message.parseFrom(body);
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }
}
