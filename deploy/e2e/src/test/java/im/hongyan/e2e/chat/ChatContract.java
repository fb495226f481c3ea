package im.hongyan.e2e.chat;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.client.ClientState;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.e2e.checker.Count;
import im.hongyan.e2e.checker.Event;
import im.hongyan.e2e.checker.Verdict;
import im.hongyan.e2e.world.Company;
import im.hongyan.e2e.world.Device;
import im.hongyan.e2e.world.Site;
import im.hongyan.e2e.world.Waiting;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Accepted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** What must be true of every site. Neighbours in a company differ in transport and, where there are two, in gateway. */
@Timeout(120)
abstract class ChatContract {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int REPEATED = 1_000;

    private Company company = new Company(site());

    abstract Site site();

    @BeforeEach
    void gather() {
        company = new Company(site());
    }

    @AfterEach
    void part() {
        company.close();
    }

    @Test
    void carriesDirectAndGroupMessagesOverBothTransports() {
        Device ann = company.device("ann", "phone");
        Device bob = company.device("bob", "web");
        Device cid = company.device("cid", "phone");
        String direct = company.direct("ann", "bob");
        String group = company.group("talk", ann, List.of("ann", "bob", "cid"));
        for (int i = 0; i < 20; i++) {
            ann.send(direct, "from ann " + i);
            bob.send(direct, "from bob " + i);
            cid.send(group, "from cid " + i);
            bob.send(group, "from bob " + i);
        }
        company.awaitEqual(SOON);
        assertGreen(company.judge());
        assertThat(applied(ann, direct)).hasSize(40).isEqualTo(applied(bob, direct));
        assertThat(applied(ann, group)).isEqualTo(applied(bob, group)).isEqualTo(applied(cid, group));
    }

    @Test
    void showsEverythingOnBothDevicesOfAUser() {
        Device phone = company.device("ann", "phone");
        Device desk = company.device("ann", "desk");
        Device bob = company.device("bob", "phone");
        String direct = company.direct("ann", "bob");
        phone.send(direct, "from the phone");
        desk.send(direct, "from the desk");
        bob.send(direct, "to both");
        company.awaitEqual(SOON);
        assertGreen(company.judge());
        assertThat(applied(phone, direct)).hasSize(3).isEqualTo(applied(desk, direct));
    }

    @Test
    void bringsAThousandMissedMessagesWithoutAGap() {
        Device ann = company.device("ann", "phone");
        Device bob = company.device("bob", "phone");
        String direct = company.direct("ann", "bob");
        ann.send(direct, "before");
        company.awaitEqual(SOON);
        bob.close();
        sendMany(ann, direct, 1_000);
        company.swap(bob, bob.restarted().connect());
        company.awaitEqual(SOON);
        assertGreen(company.judge());
        assertThat(applied(bob, direct)).hasSize(1_001).isEqualTo(applied(ann, direct));
    }

    @Test
    void showsTwentySendersOfAGroupInOneOrder() {
        List<Device> senders = IntStream.range(0, 20)
                .mapToObj(i -> company.device("sender" + i, "phone"))
                .toList();
        String group = company.group(
                "crowd",
                senders.getFirst(),
                senders.stream().map(company::nameOf).toList());
        Flux.fromIterable(senders)
                .flatMap(
                        sender -> Flux.range(0, 25)
                                .concatMap(i -> sender.send(group, Ids.newClientMessageId(), "text " + i, false)),
                        20)
                .blockLast(SOON);
        company.awaitEqual(SOON);
        Verdict verdict = company.judge();
        assertGreen(verdict);
        assertThat(verdict.of(Count.ACCEPTED)).isEqualTo(500);
        assertThat(senders.stream().map(sender -> applied(sender, group)).distinct())
                .hasSize(1);
    }

    // B43
    @Test
    void storesWhatIsSentFiveTimesOverThreeConnectionsOnce() {
        Device phone = company.device("ann", "phone");
        List<Device> all = List.of(phone, company.device("ann", "desk"), company.device("ann", "web"));
        company.device("bob", "phone");
        String direct = company.direct("ann", "bob");
        List<Accepted> answers = Flux.range(0, REPEATED)
                .map(i -> Ids.newClientMessageId())
                .flatMap(
                        id -> Flux.just(0, 1, 2, 0, 1)
                                .flatMap(device -> all.get(device).send(direct, id, "the same", device > 0)),
                        8)
                .collectList()
                .blockOptional(SOON)
                .orElseThrow();
        company.awaitEqual(SOON);
        Verdict verdict = company.judge();
        assertGreen(verdict);
        assertThat(answers).hasSize(5 * REPEATED);
        assertThat(answers.stream().map(Accepted::getSequence).distinct()).hasSize(REPEATED);
        assertThat(applied(phone, direct)).hasSize(REPEATED);
    }

    @Test
    void letsASlowReaderPullWhatItHadNoRoomFor() {
        Device ann = company.device("ann", "phone");
        Device bob = company.device("bob", "phone");
        Device quick = company.device("bob", "desk");
        String direct = company.direct("ann", "bob");
        bob.pause();
        String text = "x".repeat(20_000);
        Flux.range(0, 700)
                .flatMap(i -> ann.send(direct, Ids.newClientMessageId(), text, false), 16)
                .blockLast(Duration.ofSeconds(60));
        assertThat(Waiting.until(SOON, () -> applied(quick, direct).size() == 700))
                .as("the other device is not held up")
                .isTrue();
        assertThat(applied(bob, direct)).isEmpty();
        assertThat(bob.client().statistics().inboxBytes()).isLessThan(2_000_000);
        bob.resume();
        assertThat(company.awaitEqual(SOON)).as("caught up").isTrue();
        assertGreen(company.judge());
        assertThat(applied(bob, direct)).isEqualTo(applied(ann, direct));
    }

    @Test
    void tellsTheSenderWhatThePeerHasReceivedAndRead() {
        Device ann = company.device("ann", "phone");
        Device bob = company.device("bob", "web");
        String direct = company.direct("ann", "bob");
        long sequence = ann.send(direct, "hello").getSequence();
        assertThat(Waiting.until(SOON, () -> told(ann, Event.Mark.RECEIVED) == sequence))
                .as("told that it was received")
                .isTrue();
        assertThat(told(ann, Event.Mark.READ)).isZero();
        bob.read(direct, sequence);
        assertThat(Waiting.until(SOON, () -> told(ann, Event.Mark.READ) == sequence))
                .as("told that it was read")
                .isTrue();
        assertGreen(company.judge());
    }

    @Test
    void replacesADeviceThatConnectsAgain() {
        for (Endpoint elsewhere : Stream.concat(site().tcp().stream(), site().webSockets().stream())
                .toList()) {
            Device first = company.device("ann", "phone");
            Device second = company.device("ann", "phone", List.of(elsewhere));
            assertThat(Waiting.until(SOON, () -> first.client().state() instanceof ClientState.Ended))
                    .as("the first connection ended when the device came over %s", elsewhere)
                    .isTrue();
            ClientState.Ended ended = (ClientState.Ended) first.client().state();
            assertThat(ended.reason()).isEqualTo(ClientState.Reason.REPLACED);
            assertThat(second.client().state()).isInstanceOf(ClientState.Connected.class);
            company.forget(first);
            company.forget(second);
        }
    }

    // ---- the words of these stories

    private static void sendMany(Device device, String conversation, int count) {
        Flux.range(0, count)
                .flatMap(i -> device.send(conversation, Ids.newClientMessageId(), "missed " + i, false), 64)
                .blockLast(SOON);
    }

    static List<String> applied(Device device, String conversation) {
        List<String> ids = new ArrayList<>();
        for (Event event : device.history().events()) {
            if (event instanceof Event.Applied applied && applied.conversation().equals(conversation)) {
                ids.add(applied.sequence() + " " + applied.messageId());
            }
        }
        return ids;
    }

    private static long told(Device device, Event.Mark mark) {
        return device.history().events().stream()
                .filter(event -> event instanceof Event.Told told && told.mark() == mark)
                .mapToLong(event -> ((Event.Told) event).upTo())
                .max()
                .orElse(0);
    }

    static void assertGreen(Verdict verdict) {
        assertThat(verdict.green()).as("%s", verdict).isTrue();
        assertThat(verdict.of(Count.RESEQUENCED)).isZero();
    }
}
