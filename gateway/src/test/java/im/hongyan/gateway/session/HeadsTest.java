package im.hongyan.gateway.session;

import static im.hongyan.gateway.session.SessionRig.bodies;
import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.transport.InMemoryConnection;
import im.hongyan.gateway.transport.LeakFree;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.Window;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Devices with more conversations than a socket takes at once. */
@ExtendWith(LeakFree.class)
class HeadsTest {
    /** Pages that a node reads at a time. */
    private static final int SLOTS = 256;

    private static final String[] GROUPS = IntStream.range(0, 1_600)
            .mapToObj(i -> "group-%04d-%s".formatted(i, "x".repeat(50)))
            .toArray(String[]::new);

    private final SessionRig rig = new SessionRig();

    @AfterEach
    void everybodyLeaves() {
        rig.close();
    }

    /** Is told the first pages and takes no more. */
    private InMemoryConnection stuck(String user) {
        rig.core.member(user, GROUPS);
        InMemoryConnection connection = rig.connect();
        connection.stopReading();
        connection.send(SessionRig.hello(user, "phone", Window.getDefaultInstance()));
        return connection;
    }

    private static List<String> told(InMemoryConnection client) {
        return bodies(client, Heads.class).stream()
                .flatMap(heads -> heads.getHeadsList().stream())
                .map(Head::getConversation)
                .toList();
    }

    private static boolean isToldAll(InMemoryConnection client) {
        return bodies(client, Heads.class).stream().anyMatch(Heads::getLast);
    }

    @Test
    void whoTakesNoPageKeepsNobodyElseFromReading() {
        InMemoryConnection first = stuck("stuck-0");
        for (int i = 1; i < SLOTS; i++) {
            stuck("stuck-" + i);
        }
        assertThat(rig.gauge("hongyan.gateway.catchup.digests")).isZero();

        InMemoryConnection newcomer = rig.login("newcomer");

        assertThat(isToldAll(newcomer)).isTrue();
        assertThat(isToldAll(first)).isFalse();
        first.readAgain();
        assertThat(isToldAll(first)).isTrue();
        assertThat(told(first)).hasSize(GROUPS.length).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void goesOnWhereItWasWhenAPageCannotBeRead() {
        InMemoryConnection alice = stuck("alice");
        rig.core.failsOnce(ErrorCode.BUSY);

        alice.readAgain();
        assertThat(isToldAll(alice)).isFalse();
        assertThat(told(alice)).isNotEmpty();
        rig.pass(Duration.ofSeconds(4));

        assertThat(isToldAll(alice)).isTrue();
        assertThat(told(alice)).hasSize(GROUPS.length).doesNotHaveDuplicates().isSorted();
    }
}
