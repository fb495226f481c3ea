package im.hongyan.persistence.store;

import static im.hongyan.persistence.store.Samples.DIRECT;
import static im.hongyan.persistence.store.Samples.GROUP;
import static im.hongyan.persistence.store.Samples.entry;
import static im.hongyan.persistence.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.log.Identity;
import im.hongyan.persistence.log.LogEntry;
import im.hongyan.persistence.log.LogRow;
import im.hongyan.persistence.log.Reactions;
import im.hongyan.persistence.log.Span;
import im.hongyan.persistence.log.StoredMessage;
import im.hongyan.persistence.log.VoidRange;
import im.hongyan.persistence.timeline.Range;
import im.hongyan.persistence.timeline.Timeline;
import im.hongyan.wire.frame.Message;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tables promise, on every database. */
abstract class StoreContract {
    static final StoreProperties PROPERTIES =
            new StoreProperties(Duration.ofSeconds(10), Duration.ofSeconds(5), 2_097_152);

    private Fence fence;
    private MessageRepository messages;
    private HeadRepository heads;
    private MessageLog log;

    abstract ConnectionFactory connections();

    @BeforeEach
    void open() {
        Database database = new Database(connections(), PROPERTIES);
        fence = new Fence(database);
        messages = new MessageRepository(database, PROPERTIES);
        heads = new HeadRepository(database);
        log = new MessageLog(
                database, fence, messages, heads, new OverviewRepository(database), new ReactionRepository(database));
    }

    @Test
    void everyClaimGivesANewerToken() {
        long first = claim(3);
        long second = claim(3);

        assertThat(second).isGreaterThan(first);
        assertThat(fence.claim(Set.of(3, 4, 5)).block()).containsOnlyKeys(3, 4, 5);
    }

    @Test
    void storesNothingUnderAnOldToken() {
        Map<Integer, Long> old = Map.of(1, claim(1), 2, claim(2));
        claim(2);

        assertThatThrownBy(() -> log.commit(old, change(List.of(entry(DIRECT, 1, "alice", "a")), List.of()))
                        .block())
                .isInstanceOf(StaleFenceException.class);
        assertThat(read(new Span(DIRECT, 0, 100, false))).isEmpty();
        assertThat(heads.heads(List.of(DIRECT)).block()).isEmpty();
    }

    @Test
    void storesNothingUnderATokenThatNobodyClaimed() {
        assertThatThrownBy(() -> log.commit(Map.of(77, 1L), change(List.of(entry(DIRECT, 1, "alice", "a")), List.of()))
                        .block())
                .isInstanceOf(StaleFenceException.class);
    }

    @Test
    void readsBackWhatItStored() {
        store(List.of(entry(DIRECT, 1, "alice", "a"), entry(DIRECT, 2, "bob", "b"), entry(GROUP, 1, "", "system")));

        assertThat(read(new Span(DIRECT, 0, 100, false)))
                .containsExactly(
                        new LogRow(1, event(DIRECT, 1, "alice", "a").getMessage()),
                        new LogRow(2, event(DIRECT, 2, "bob", "b").getMessage()));
        assertThat(read(new Span(GROUP, 0, 100, false))).hasSize(1);
    }

    @Test
    void keepsFarLargerBodiesThanSixtyFourKilobytes() {
        LogEntry large = entry(event(DIRECT, 1, "alice", "a", "雁".repeat(300_000)));

        store(List.of(large));

        assertThat(read(new Span(DIRECT, 0, 1, false))).containsExactly(new LogRow(1, large.body()));
    }

    // B50
    @Test
    void keepsTextOfFourByteCharacters() {
        LogEntry emoji = entry(event(DIRECT, 1, "alice", "a", "🪿👩‍👩‍👧‍👦 e\u0301 \u202Eabc"));

        store(List.of(emoji));

        assertThat(read(new Span(DIRECT, 0, 1, false)).getFirst().body()).isEqualTo(emoji.body());
    }

    // B57
    @Test
    void keepsWhatLooksLikeMarkupAsItIs() {
        String text =
                "<script>alert('1')</script> &amp; <img src=x onerror=\"a()\"> [go](javascript:alert(1)) '; DROP --";
        LogEntry markup = entry(event(DIRECT, 1, "alice", "a", text));

        store(List.of(markup));

        assertThat(read(new Span(DIRECT, 0, 1, false)))
                .singleElement()
                .satisfies(row -> assertThat(Message.parseFrom(row.body())
                                .getContent()
                                .getText()
                                .getText())
                        .isEqualTo(text));
    }

    @Test
    void storesManyRowsWhateverTheirNumber() {
        for (int count : new int[] {1, 3, 5, 63, 65, 255, 300, 700}) {
            ConversationKey conversation = new ConversationKey("default", "g:many-" + count);
            store(IntStream.rangeClosed(1, count)
                    .mapToObj(number -> entry(conversation, number, "alice", "c" + number))
                    .toList());

            assertThat(read(new Span(conversation, 0, count, false)))
                    .extracting(LogRow::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, count).boxed().toList());
        }
    }

    @Test
    void refusesANumberTwiceAndStoresNothingOfThatChange() {
        store(List.of(entry(DIRECT, 1, "alice", "a")));

        assertThatThrownBy(() -> store(List.of(entry(DIRECT, 2, "alice", "b"), entry(DIRECT, 1, "alice", "c"))))
                .isInstanceOf(R2dbcDataIntegrityViolationException.class);
        assertThat(read(new Span(DIRECT, 0, 100, false))).hasSize(1);
    }

    // B43, B45
    @Test
    void refusesAClientKeyTwiceButNotOfAnotherSenderOrConversation() {
        store(List.of(entry(DIRECT, 1, "alice", "a")));
        store(List.of(entry(DIRECT, 2, "bob", "a"), entry(GROUP, 1, "alice", "a"), entry(DIRECT, 3, "alice", "A")));

        assertThatThrownBy(() -> store(List.of(entry(DIRECT, 4, "alice", "a"))))
                .isInstanceOf(R2dbcDataIntegrityViolationException.class);
    }

    @Test
    void tellsTenantsApart() {
        ConversationKey other = new ConversationKey("other", DIRECT.conversation());
        store(List.of(entry(DIRECT, 1, "alice", "a"), entry(other, 1, "alice", "a")));

        assertThat(heads.heads(List.of(DIRECT, other)).block()).hasSize(2);
    }

    @Test
    void readsASpanUpwardsAndDownwards() {
        store(LongStream.of(1, 2, 4, 5, 9)
                .mapToObj(number -> entry(DIRECT, number, "alice", "c" + number))
                .toList());

        assertThat(read(new Span(DIRECT, 1, 5, false)))
                .extracting(LogRow::sequence)
                .containsExactly(2L, 4L, 5L);
        assertThat(read(new Span(DIRECT, 1, 5, true)))
                .extracting(LogRow::sequence)
                .containsExactly(5L, 4L, 2L);
        assertThat(readSome(new Span(DIRECT, 0, 9, true), 2))
                .extracting(LogRow::sequence)
                .containsExactly(9L, 5L);
    }

    @Test
    void stopsReadingWhenTheReaderHasEnough() {
        store(IntStream.rangeClosed(1, 50)
                .mapToObj(number -> entry(DIRECT, number, "alice", "c" + number))
                .toList());
        List<LogRow> taken = new ArrayList<>();

        messages.read(new Span(DIRECT, 0, 50, false), 50, row -> taken.size() < 3 && taken.add(row))
                .block();

        assertThat(taken).hasSize(3);
        assertThat(read(new Span(DIRECT, 0, 50, false))).hasSize(50);
    }

    @Test
    void findsMessagesByTheirClientKeys() {
        store(IntStream.rangeClosed(1, 100)
                .mapToObj(number -> entry(GROUP, number, "alice", "c" + number))
                .toList());
        List<ClientKey> asked = IntStream.rangeClosed(90, 190)
                .mapToObj(number -> new ClientKey(GROUP, "alice", "c" + number))
                .toList();

        assertThat(messages.find(asked).block())
                .hasSize(11)
                .containsEntry(
                        asked.getFirst(), new Identity(asked.getFirst(), 90, "m-c90", 1_090, "text of c90".hashCode()));
        assertThat(messages.findStored(asked).block())
                .hasSize(11)
                .containsEntry(
                        asked.getFirst(),
                        new StoredMessage(
                                asked.getFirst(),
                                90,
                                event(GROUP, 90, "alice", "c90").getMessage()));
        assertThat(messages.find(List.of()).block()).isEmpty();
    }

    @Test
    void keepsHeads() {
        commit(change(List.of(), List.of(), new Head(DIRECT, 4, 9, 1)));
        commit(change(List.of(), List.of(), new Head(DIRECT, 9, 9, 1), new Head(GROUP, 1, 2, 3)));

        assertThat(heads.heads(List.of(GROUP, DIRECT, new ConversationKey("default", "g:none")))
                        .block())
                .containsOnly(Map.entry(DIRECT, new Head(DIRECT, 9, 9, 1)), Map.entry(GROUP, new Head(GROUP, 1, 2, 3)));
        assertThat(heads.unsettled(10).block()).containsExactly(new Head(GROUP, 1, 2, 3));
    }

    @Test
    void restoresATimelineWithItsHoles() {
        commit(change(
                LongStream.of(1, 2, 5, 9)
                        .mapToObj(number -> entry(DIRECT, number, "alice", "c" + number))
                        .toList(),
                List.of(new VoidRange(DIRECT, new Range(6, 7))),
                new Head(DIRECT, 2, 9, 1)));
        commit(change(List.of(), List.of(), new Head(GROUP, 7, 7, 1)));
        ConversationKey unknown = new ConversationKey("default", "g:none");

        Map<ConversationKey, Timeline> timelines =
                heads.timelines(List.of(DIRECT, GROUP, unknown), 0).block();

        assertThat(timelines).containsOnlyKeys(DIRECT, GROUP, unknown);
        Timeline restored = timelines.getOrDefault(DIRECT, Timeline.EMPTY);
        assertThat(restored.settled()).isEqualTo(2);
        assertThat(restored.top()).isEqualTo(9);
        assertThat(restored.closeAll().voids()).containsExactly(new Range(3, 4), Range.of(8));
        assertThat(timelines.getOrDefault(GROUP, Timeline.EMPTY).settled()).isEqualTo(7);
        assertThat(timelines.getOrDefault(unknown, restored).top()).isZero();
    }

    @Test
    void aClaimWaitsForTheTransactionThatHoldsTheOldToken() {
        Map<Integer, Long> tokens = Map.of(1, claim(1));
        List<LogEntry> many = IntStream.rangeClosed(1, 2_000)
                .mapToObj(number -> entry(DIRECT, number, "alice", "c" + number))
                .toList();

        var committing = log.commit(tokens, change(many, List.of(), new Head(DIRECT, 2_000, 2_000, 1)))
                .toFuture();
        long token = claim(1);
        Head seen = heads.heads(List.of(DIRECT)).block().get(DIRECT);
        boolean failed = false;
        try {
            committing.join();
        } catch (RuntimeException stale) {
            failed = true;
        }

        assertThat(token).isEqualTo(2);
        assertThat(seen == null).as("what a claim sees is final").isEqualTo(failed);
    }

    private long claim(int shard) {
        return fence.claim(Set.of(shard)).block().getOrDefault(shard, -1L);
    }

    private void store(List<LogEntry> entries) {
        List<Head> last = entries.stream()
                .map(entry -> new Head(entry.conversation(), entry.sequence(), entry.sequence(), 1))
                .toList();
        commit(new MessageLog.Change(
                entries,
                List.of(),
                last.stream()
                        .collect(java.util.stream.Collectors.toMap(Head::conversation, head -> head, (a, b) -> b))
                        .values(),
                List.of(),
                Reactions.NONE));
    }

    private void commit(MessageLog.Change change) {
        log.commit(Map.of(1, claim(1)), change).block();
    }

    private static MessageLog.Change change(List<LogEntry> entries, List<VoidRange> voids, Head... heads) {
        return new MessageLog.Change(entries, voids, List.of(heads), List.of(), Reactions.NONE);
    }

    private List<LogRow> read(Span span) {
        return readSome(span, 10_000);
    }

    private List<LogRow> readSome(Span span, int most) {
        List<LogRow> rows = new ArrayList<>();
        messages.read(span, most, rows::add).block();
        return rows;
    }
}
