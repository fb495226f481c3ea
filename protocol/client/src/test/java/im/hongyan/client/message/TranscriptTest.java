package im.hongyan.client.message;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Edit;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Quote;
import im.hongyan.wire.frame.Reaction;
import im.hongyan.wire.frame.ReactionCount;
import im.hongyan.wire.frame.Recall;
import im.hongyan.wire.frame.Recalled;
import im.hongyan.wire.frame.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private final Transcript transcript = new Transcript("alice", 100);

    @Test
    void tellsWhatIsToBeShownAnew() {
        Message hello = text(1, "hello");
        assertThat(transcript.add(hello)).isEqualTo(hello);
        assertThat(transcript.add(hello)).isNull();
        Message edited = shown(edit(2, 1, 1, "hallo"));
        assertThat(edited.getSequence()).isEqualTo(1);
        assertThat(edited.getContent().getText().getText()).isEqualTo("hallo");
        assertThat(edited.getRevision()).isEqualTo(1);
        assertThat(edited.getEditedAt()).isEqualTo(1_002);
        assertThat(transcript.add(edit(2, 1, 1, "hallo"))).isNull();
        Message recalled = shown(recall(3, "bob", 1));
        assertThat(recalled.hasContent()).isFalse();
        assertThat(recalled.getSender()).isEqualTo("alice");
        assertThat(recalled.getRecalled().getBy()).isEqualTo("bob");
        assertThat(recalled.getRecalled().getTime()).isEqualTo(1_003);
        assertThat(transcript.add(edit(4, 1, 2, "again"))).isNull();
        assertThat(transcript.messages()).containsExactly(recalled);
        assertThat(transcript.get(2)).isNull();
    }

    private Message shown(Message message) {
        return Objects.requireNonNull(transcript.add(message));
    }

    private Message now(long sequence) {
        return Objects.requireNonNull(transcript.get(sequence));
    }

    @Test
    void aPageThatIsOlderThanWhatIsKnownChangesNothing() {
        transcript.add(text(1, "hello"));
        transcript.add(recall(2, "alice", 1));
        assertThat(transcript.add(text(1, "hello"))).isNull();
        assertThat(now(1).hasContent()).isFalse();
    }

    @Test
    void anEditThatIsVoidSaysNothing() {
        transcript.add(text(1, "hello"));
        Message voided = edit(2, 1, 1, "");
        Message.Builder withoutWords = voided.toBuilder();
        withoutWords.getContentBuilder().getEditBuilder().clearText();
        assertThat(transcript.add(withoutWords.build())).isNull();
        assertThat(transcript.add(edit(3, 1, 0, "late"))).isNull();
        assertThat(now(1).getContent().getText().getText()).isEqualTo("hello");
    }

    @Test
    void anEditKeepsTheQuote() {
        Message.Builder quoting = text(2, "yes").toBuilder();
        quoting.getContentBuilder().getTextBuilder().setQuote(Quote.newBuilder().setSequence(1));
        transcript.add(edit(3, 2, 1, "no"));
        Message edited = shown(quoting.build());
        assertThat(edited.getContent().getText().getText()).isEqualTo("no");
        assertThat(edited.getContent().getText().getQuote().getSequence()).isEqualTo(1);
    }

    @Test
    void theNewestCountOfAReactionHolds() {
        transcript.add(text(1, "hello"));
        transcript.add(reaction(3, "bob", 1, "👍", 2, 7));
        assertThat(reactions()).containsExactly(count("👍", 2, false, 7));
        assertThat(transcript.add(reaction(2, "alice", 1, "👍", 1, 6))).isNotNull();
        assertThat(reactions())
                .as("older, but it says that one is among them")
                .containsExactly(count("👍", 2, true, 7));
        Message page = text(1, "hello").toBuilder()
                .addReactions(count("👍", 0, false, 9))
                .addReactions(count("🎉", 4, true, 8))
                .build();
        transcript.add(page);
        assertThat(reactions()).containsExactly(count("🎉", 4, true, 8));
        transcript.add(reaction(4, "alice", 1, "🎉", 5, 0));
        assertThat(reactions()).as("it did nothing").containsExactly(count("🎉", 4, true, 8));
        transcript.add(recall(9, "alice", 1));
        assertThat(reactions()).isEmpty();
    }

    private List<ReactionCount> reactions() {
        return now(1).getReactionsList();
    }

    @Test
    void keepsTheNewest() {
        Transcript small = new Transcript("alice", 2);
        for (int i = 1; i <= 5; i++) {
            small.add(text(i, "text " + i));
        }
        assertThat(small.messages()).extracting(Message::getSequence).containsExactly(4L, 5L);
    }

    /** Every device that was given the same shows the same: live ones, those that pull, those that only read the past. */
    @Test
    void orderAndRepeatsDoNotMatter() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<Message> log = log(random);
            List<Message> past = pageOf(log);
            List<Message> all = new ArrayList<>(log);
            all.addAll(past);
            all.addAll(log);
            Collections.shuffle(all, random);

            List<Message> live = show(log);
            assertThat(live).as("live, round " + round).isEqualTo(show(past));
            assertThat(show(all)).as("in any order, round " + round).isEqualTo(live);
        }
    }

    private static List<Message> show(List<Message> messages) {
        Transcript transcript = new Transcript("alice", 100);
        messages.forEach(transcript::add);
        return transcript.messages();
    }

    /** Texts and what is done to them, as live devices get it. */
    private static List<Message> log(Random random) {
        List<Message> log = new ArrayList<>();
        int[] revisions = new int[4];
        boolean[] recalled = new boolean[4];
        Set<String> given = new HashSet<>();
        for (int i = 1; i <= 3; i++) {
            log.add(text(i, "text " + i));
        }
        long clock = 0;
        for (long sequence = 4; sequence < 20; sequence++) {
            int target = 1 + random.nextInt(3);
            if (random.nextInt(2) == 0) {
                String user = random.nextBoolean() ? "alice" : "bob";
                boolean added = given.add(user + target);
                if (!added) {
                    given.remove(user + target);
                }
                int count = (int)
                        given.stream().filter(key -> key.endsWith("" + target)).count();
                long change = recalled[target] ? 0 : ++clock;
                Message reaction = reaction(sequence, user, target, "👍", recalled[target] ? 0 : count, change);
                Message.Builder done = reaction.toBuilder();
                done.getContentBuilder().getReactionBuilder().setRemoved(!added);
                log.add(done.build());
            } else if (random.nextInt(8) == 0) {
                log.add(recall(sequence, "bob", target));
                recalled[target] = true;
            } else {
                log.add(edit(sequence, target, recalled[target] ? 0 : ++revisions[target], "words " + sequence));
            }
        }
        return log;
    }

    /** The same as the server's log gives it in the end: rewritten, void edits without words. */
    private static List<Message> pageOf(List<Message> log) {
        List<Message> page = new ArrayList<>(log.subList(0, 3));
        for (Message change : log.subList(3, log.size())) {
            Edit edit = change.getContent().getEdit();
            Reaction reaction = change.getContent().getReaction();
            int index = (int) (edit.getSequence()
                            + reaction.getSequence()
                            + change.getContent().getRecall().getSequence())
                    - 1;
            Message target = page.get(index);
            if (change.getContent().hasReaction()) {
                page.set(index, reaction.getChange() == 0 ? target : reacted(target, change));
                continue;
            }
            if (change.getContent().hasRecall()) {
                page.set(index, target.hasRecalled() ? target : recalled(target, change));
            } else if (!target.hasRecalled()) {
                page.set(index, edited(target, change));
            }
        }
        for (Message change : log.subList(3, log.size())) {
            Edit edit = change.getContent().getEdit();
            boolean isVoid = change.getContent().hasEdit()
                    && page.get((int) edit.getSequence() - 1).getEditSequence() != change.getSequence();
            Message.Builder row = change.toBuilder();
            if (isVoid) {
                row.getContentBuilder().getEditBuilder().clearText();
            }
            page.add(row.build());
        }
        return page;
    }

    private static Message reacted(Message target, Message change) {
        Reaction reaction = change.getContent().getReaction();
        boolean mine = change.getSender().equals("alice")
                ? !reaction.getRemoved()
                : target.getReactionsCount() > 0 && target.getReactions(0).getMine();
        return target.toBuilder()
                .clearReactions()
                .addReactions(count(reaction.getReaction(), reaction.getCount(), mine, reaction.getChange()))
                .build();
    }

    private static Message recalled(Message target, Message recall) {
        return target.toBuilder()
                .clearContent()
                .clearReactions()
                .clearRevision()
                .clearEditedAt()
                .clearEditSequence()
                .setRecalled(Recalled.newBuilder()
                        .setBy(recall.getSender())
                        .setTime(recall.getTime())
                        .setSequence(recall.getSequence()))
                .build();
    }

    private static Message edited(Message target, Message edit) {
        return target.toBuilder()
                .setContent(
                        Content.newBuilder().setText(edit.getContent().getEdit().getText()))
                .setRevision(edit.getContent().getEdit().getRevision())
                .setEditedAt(edit.getTime())
                .setEditSequence(edit.getSequence())
                .build();
    }

    private static Message text(long sequence, String text) {
        return message(sequence, "alice")
                .setContent(Content.newBuilder().setText(Text.newBuilder().setText(text)))
                .build();
    }

    private static Message edit(long sequence, long target, int revision, String words) {
        return message(sequence, "alice")
                .setContent(Content.newBuilder()
                        .setEdit(Edit.newBuilder()
                                .setSequence(target)
                                .setText(Text.newBuilder().setText(words))
                                .setRevision(revision)))
                .build();
    }

    private static Message reaction(
            long sequence, String sender, long target, String reaction, int count, long change) {
        return message(sequence, sender)
                .setContent(Content.newBuilder()
                        .setReaction(Reaction.newBuilder()
                                .setSequence(target)
                                .setReaction(reaction)
                                .setCount(count)
                                .setChange(change)))
                .build();
    }

    private static ReactionCount count(String reaction, int count, boolean mine, long change) {
        return ReactionCount.newBuilder()
                .setReaction(reaction)
                .setCount(count)
                .setMine(mine)
                .setChange(change)
                .build();
    }

    private static Message recall(long sequence, String sender, long target) {
        return message(sequence, sender)
                .setContent(Content.newBuilder().setRecall(Recall.newBuilder().setSequence(target)))
                .build();
    }

    private static Message.Builder message(long sequence, String sender) {
        return Message.newBuilder()
                .setConversation("d:alice:bob")
                .setSequence(sequence)
                .setMessageId("m" + sequence)
                .setSender(sender)
                .setTime(1_000 + sequence);
    }
}
