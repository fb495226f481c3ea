package im.hongyan.persistence.delivery;

import static im.hongyan.persistence.store.Samples.DIRECT;
import static im.hongyan.persistence.store.Samples.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.persistence.log.ConversationKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RelayTest {
    private static final Audience ALICE = new Audience.User("default", "alice");
    private static final Audience BOB = new Audience.User("default", "bob");
    private static final Audience TEAM = new Audience.Group("default", "team");

    private final FakeGateways gateways = new FakeGateways();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Relay relay = relay(Duration.ofSeconds(30));

    private Relay relay(Duration patience) {
        return new Relay(gateways, gateways, new DeliveryProperties(patience, 16), meters);
    }

    @Test
    void asksOnceAndTellsEachNodeOnce() {
        gateways.at("both", ALICE, BOB).at("bobs", BOB);

        relay.tell(List.of(stored(DIRECT, 1), stored(DIRECT, 2))).block();

        assertThat(gateways.lookups()).hasSize(1);
        assertThat(gateways.lookups().getFirst()).containsExactly(ALICE, BOB);
        assertThat(gateways.told("both")).hasSize(2);
        assertThat(gateways.told("bobs")).isEqualTo(gateways.told("both"));
    }

    @Test
    void keepsTheOrderOfTheLog() {
        gateways.at("one", TEAM);

        relay.tell(LongStream.rangeClosed(1, 500)
                        .<Hint>mapToObj(number -> stored(GROUP, number))
                        .toList())
                .block();

        assertThat(gateways.told("one"))
                .extracting(event -> event.getStored().getSequence())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 500).boxed().toList());
    }

    @Test
    void tellsThatAHeadMoved() {
        gateways.at("one", ALICE);

        relay.tell(List.of(new Hint.HeadMoved(DIRECT, 7))).block();

        NodeEvent event = gateways.told("one").getFirst();
        assertThat(event.getTenant()).isEqualTo("default");
        assertThat(event.getHeadMoved().getConversation()).isEqualTo(DIRECT.conversation());
        assertThat(event.getHeadMoved().getHead()).isEqualTo(7);
    }

    @Test
    void tellsOneAloneWithThemselvesOnce() {
        ConversationKey notes = new ConversationKey("default", "d:alice:alice");
        gateways.at("one", ALICE);

        relay.tell(List.of(stored(notes, 1))).block();

        assertThat(gateways.told("one")).hasSize(1);
    }

    @Test
    void keepsTenantsApart() {
        gateways.at("one", new Audience.Group("other", "team"));

        relay.tell(List.of(stored(GROUP, 1))).block();

        assertThat(gateways.told("one")).isEmpty();
    }

    @Test
    void asksNobodyWhenThereIsNothingToTell() {
        relay.tell(List.of()).block();

        assertThat(gateways.lookups()).isEmpty();
    }

    @Test
    void givesUpInTimeAndCountsIt() {
        gateways.trouble(Mono::never);

        relay(Duration.ofMillis(100)).tell(List.of(stored(DIRECT, 1))).block(Duration.ofSeconds(30));

        assertThat(meters.get("hongyan.relay.failures").counter().count()).isEqualTo(1);
    }

    private static Hint stored(ConversationKey conversation, long sequence) {
        return new Hint.Stored(conversation, sequence, ByteString.copyFromUtf8("body"), List.of());
    }
}
