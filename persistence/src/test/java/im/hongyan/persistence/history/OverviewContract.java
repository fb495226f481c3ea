package im.hongyan.persistence.history;

import static im.hongyan.persistence.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.link.call.CallException;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.LogActivity;
import im.hongyan.link.proto.LogOverview;
import im.hongyan.link.proto.LogView;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.link.proto.ReadHeads;
import im.hongyan.link.proto.ReadOverviews;
import im.hongyan.persistence.Doors;
import im.hongyan.persistence.FakeBatch;
import im.hongyan.persistence.Rig;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.store.FaultyConnections;
import im.hongyan.persistence.store.Samples;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Recall;
import io.r2dbc.spi.ConnectionFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What lists of conversations are told, on every database. */
abstract class OverviewContract {
    private static final List<String> USERS = List.of("ann", "ben", "cid", "dan");
    private static final List<String> MENTIONED = List.of("", "ann", "ben", "cid");
    private static final int COUNTED = 100;

    private FaultyConnections connections;
    private Rig rig;
    private Doors doors;

    abstract ConnectionFactory connections();

    @BeforeEach
    void open() {
        connections = new FaultyConnections(connections());
        rig = Rig.on(connections).timer(VirtualTimeScheduler.create()).start();
        doors = new Doors(rig);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Voids, one's own messages, those of the system and those that do not count; whatever one may see and has read. */
    @Test
    void tellsWhatCountingWouldTell() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<List<MessageEvent>> histories = IntStream.range(0, 12)
                .mapToObj(number -> history(random, new ConversationKey("default", "g:team" + number)))
                .toList();
        histories.forEach(history -> store(history.toArray(MessageEvent[]::new)));

        for (int round = 0; round < 60; round++) {
            String reader = USERS.get(random.nextInt(USERS.size()));
            List<LogView> views = new ArrayList<>();
            List<LogOverview> expected = new ArrayList<>();
            for (List<MessageEvent> history : histories) {
                LogView view = view(random, history);
                views.add(view);
                expected.add(counted(history, view, reader));
            }
            assertThat(overviews("default", reader, views)).as("seed %s", seed).isEqualTo(expected);
        }
    }

    private static List<MessageEvent> history(Random random, ConversationKey conversation) {
        List<MessageEvent> history = new ArrayList<>();
        long sequence = 0;
        int messages = random.nextInt(60);
        for (int i = 0; i < messages; i++) {
            sequence += random.nextInt(20) == 0 ? 2_000_000 : 1;
            boolean system = random.nextInt(6) == 0;
            String sender = system ? "" : USERS.get(random.nextInt(USERS.size()));
            MessageEvent.Builder event = event(conversation, sequence, sender, "c" + sequence).toBuilder()
                    .setCounts(!system && random.nextInt(4) > 0);
            if (event.getCounts() && random.nextInt(4) == 0) {
                List<String> mentioned = new ArrayList<>(MENTIONED);
                Collections.shuffle(mentioned, random);
                event.addAllMentions(mentioned.subList(0, 1 + random.nextInt(2)));
            }
            history.add(event.build());
            if (random.nextInt(10) == 0) {
                // Stored already: its number becomes void.
                history.add(event(conversation, ++sequence, sender, event.getClientMessageId()));
            }
        }
        return history;
    }

    private static LogView view(Random random, List<MessageEvent> history) {
        long head = history.isEmpty() ? 0 : history.getLast().getSequence();
        LogView.Builder view = LogView.newBuilder()
                .setConversation(
                        history.isEmpty() ? "g:nobody" : history.getFirst().getConversation());
        if (random.nextInt(3) == 0) {
            view.setAfter(random.nextLong(head + 1));
        }
        if (random.nextInt(4) == 0) {
            view.setUntil(1 + random.nextLong(head + 3));
        }
        return view.setRead(random.nextInt(3) == 0 ? head : random.nextLong(head + 1))
                .build();
    }

    private static LogOverview counted(List<MessageEvent> history, LogView view, String reader) {
        long until = view.getUntil() == 0 ? Long.MAX_VALUE : view.getUntil();
        List<MessageEvent> seen = history.stream()
                .filter(event -> event.getClientMessageId().equals("c" + event.getSequence()))
                .filter(event -> event.getSequence() > view.getAfter() && event.getSequence() <= until)
                .toList();
        List<MessageEvent> unread = seen.stream()
                .filter(event -> event.getSequence() > view.getRead()
                        && event.getCounts()
                        && !event.getSender().equals(reader))
                .toList();
        LogOverview.Builder overview = LogOverview.newBuilder()
                .setHead(history.isEmpty() ? 0 : history.getLast().getSequence())
                .setUnread(unread.size());
        seen.stream()
                .filter(event -> event.getCounts() || event.getSender().isEmpty())
                .max(Comparator.comparingLong(MessageEvent::getSequence))
                .ifPresent(event -> overview.setLast(event.getMessage()));
        unread.stream()
                .filter(event -> event.getMentionsList().contains(reader)
                        || event.getMentionsList().contains(""))
                .findFirst()
                .ifPresent(event -> overview.setMentioned(event.getSequence()));
        return overview.build();
    }

    @Test
    void countsUpToABoundWhateverLiesBeneath() {
        ConversationKey busy = new ConversationKey("default", "g:busy");
        store(IntStream.rangeClosed(1, 99)
                .mapToObj(number -> counting(busy, number, "ben"))
                .toArray(MessageEvent[]::new));
        assertThat(overview(busy, "ann", 0).getUnread()).isEqualTo(99);
        store(counting(busy, 100, "ben"));
        assertThat(overview(busy, "ann", 0).getUnread()).isEqualTo(COUNTED);
        store(counting(busy, 101, "ben"), counting(busy, 3_000_101, "ben"));
        assertThat(overview(busy, "ann", 0).getUnread()).isEqualTo(COUNTED);
        assertThat(overview(busy, "ann", 100).getUnread()).isEqualTo(2);
        assertThat(overview(busy, "ben", 0).getUnread()).isZero();
    }

    @Test
    void aRecalledMessageIsNeitherUnreadNorAMentionNorTheLast() throws Exception {
        ConversationKey team = new ConversationKey("default", "g:recalled");
        MessageEvent kept = counting(team, 1, "ben");
        store(kept, counting(team, 2, "ben").toBuilder().addMentions("ann").build());
        assertThat(overview(team, "ann", 0).getMentioned()).isEqualTo(2);

        store(recall(team, 3, 2));
        store(counting(team, 4, "ben").toBuilder().addMentions("").build(), recall(team, 5, 4));

        LogOverview after = overview(team, "ann", 0);
        assertThat(after.getHead()).isEqualTo(5);
        assertThat(after.getUnread()).isEqualTo(1);
        assertThat(after.getMentioned()).isZero();
        assertThat(after.getLast()).isEqualTo(kept.getMessage());
    }

    private static MessageEvent recall(ConversationKey conversation, long sequence, long recalled)
            throws InvalidProtocolBufferException {
        MessageEvent event = event(conversation, sequence, "ben", "recall" + sequence);
        Message message = Message.parseFrom(event.getMessage()).toBuilder()
                .setContent(Content.newBuilder().setRecall(Recall.newBuilder().setSequence(recalled)))
                .build();
        return event.toBuilder()
                .setMessage(message.toByteString())
                .setChanges(recalled)
                .build();
    }

    @Test
    void aRedeliveredMessageCountsOnceAndMentionsUnderTheNumberThatItGot() throws Exception {
        ConversationKey team = new ConversationKey("default", "g:again");
        MessageEvent first = counting(team, 1, "ben");
        MessageEvent taken = counting(team, 1, "cid", "other").toBuilder()
                .addMentions("ann")
                .addMentions("ann")
                .build();
        store(first, taken);
        store(taken, first);

        LogOverview overview = overview(team, "ann", 0);
        assertThat(overview.getUnread()).isEqualTo(2);
        assertThat(overview.getMentioned()).isEqualTo(2);
        assertThat(sequence(overview)).isEqualTo(2);
    }

    @Test
    void nothingAboveAnOpenHoleIsTold() throws Exception {
        ConversationKey team = new ConversationKey("default", "g:hole");
        store(
                counting(team, 1, "ben"),
                counting(team, 3, "ben").toBuilder().addMentions("ann").build());

        LogOverview overview = overview(team, "ann", 0);
        assertThat(overview.getHead()).isEqualTo(1);
        assertThat(overview.getUnread()).isEqualTo(1);
        assertThat(overview.getMentioned()).isZero();
        assertThat(sequence(overview)).isEqualTo(1);
        assertThat(activity(team).getSequence()).isEqualTo(3);
    }

    @Test
    void activityIsThatOfWhatListsShow() {
        ConversationKey team = new ConversationKey("default", "g:active");
        store(counting(team, 1, "ben"));
        long told = activity(team).getTime();
        assertThat(told).isEqualTo(counting(team, 1, "ben").getTime());
        store(event(team, 2, "ben", "reaction"));
        assertThat(activity(team))
                .isEqualTo(LogActivity.newBuilder().setSequence(1).setTime(told).build());
        store(event(team, 3, "", "system"));
        assertThat(activity(team).getSequence()).isEqualTo(3);
        assertThat(activity(new ConversationKey("other", "g:active"))).isEqualTo(LogActivity.getDefaultInstance());
    }

    @Test
    void anotherTenantSeesNothing() {
        store(counting(new ConversationKey("default", "d:ann:ben"), 1, "ben"));
        LogView view = LogView.newBuilder().setConversation("d:ann:ben").build();
        assertThat(overviews("other", "ann", List.of(view))).containsExactly(LogOverview.getDefaultInstance());
    }

    @Test
    void asManyConversationsAsItsBoundAreOneConnectionAndMoreAreRefused() {
        List<LogView> most = IntStream.range(0, 100)
                .mapToObj(
                        i -> LogView.newBuilder().setConversation("g:many" + i).build())
                .toList();
        int before = connections.asked();
        assertThat(overviews("default", "ann", most)).hasSize(100);
        assertThat(connections.asked() - before).isEqualTo(1);
        List<LogView> more = new ArrayList<>(most);
        more.add(LogView.newBuilder().setConversation("g:more").build());
        assertThatThrownBy(() -> overviews("default", "ann", more)).isInstanceOf(CallException.class);
    }

    private static MessageEvent event(ConversationKey conversation, long sequence, String sender, String id) {
        return Samples.event(conversation, sequence, sender, id);
    }

    private static MessageEvent counting(ConversationKey conversation, long sequence, String sender) {
        return counting(conversation, sequence, sender, "c" + sequence);
    }

    private static MessageEvent counting(ConversationKey conversation, long sequence, String sender, String id) {
        return event(conversation, sequence, sender, id).toBuilder()
                .setCounts(true)
                .build();
    }

    private LogOverview overview(ConversationKey conversation, String reader, long read) {
        LogView view = LogView.newBuilder()
                .setConversation(conversation.conversation())
                .setRead(read)
                .build();
        return overviews(conversation.tenant(), reader, List.of(view)).getFirst();
    }

    private List<LogOverview> overviews(String tenant, String reader, List<LogView> views) {
        ReadOverviews question = ReadOverviews.newBuilder()
                .setTenant(tenant)
                .setReader(reader)
                .addAllViews(views)
                .build();
        return doors.call(Calls.READ_OVERVIEWS, question).block().getOverviewsList();
    }

    private LogActivity activity(ConversationKey conversation) {
        ReadHeads question = ReadHeads.newBuilder()
                .setTenant(conversation.tenant())
                .addConversations(conversation.conversation())
                .build();
        return doors.call(Calls.READ_ACTIVITIES, question).block().getActivities(0);
    }

    private static long sequence(LogOverview overview) throws InvalidProtocolBufferException {
        return Message.parseFrom(overview.getLast()).getSequence();
    }

    private void store(MessageEvent... events) {
        FakeBatch batch = FakeBatch.of(0, events);
        rig.deliver(batch);
        await("stored", () -> batch.outcome().equals("ack"));
    }
}
