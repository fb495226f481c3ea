package im.hongyan.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.gateway.EventsDouble;
import im.hongyan.gateway.RoutesDouble;
import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.registry.Recipient;
import im.hongyan.gateway.registry.Registration;
import im.hongyan.gateway.registry.SessionRegistry;
import im.hongyan.gateway.transport.SharedDeliver;
import im.hongyan.link.route.RouteTable.DeviceRoute;
import im.hongyan.link.route.RouteTable.GroupRoute;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Notice;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.Typing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class RouteKeeperTest {
    private static final Node HERE = new Node("here");

    private final RoutesDouble table = new RoutesDouble();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SessionRegistry registry = new SessionRegistry(meters);
    private final EventsDouble events = new EventsDouble();
    private final List<DeviceRoute> ended = new ArrayList<>();
    private VirtualTimeScheduler time;
    private RouteKeeper keeper;

    @BeforeEach
    void start() {
        time = VirtualTimeScheduler.getOrSet();
        keeper = new RouteKeeper(table, registry, HERE, new Replacement(registry, events, HERE), meters);
        keeper.start();
    }

    @AfterEach
    void stop() {
        keeper.stop();
        VirtualTimeScheduler.reset();
    }

    private record Somebody(DeviceRoute route, List<DeviceRoute> ended) implements Recipient {
        @Override
        public String sid() {
            return "";
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        @Override
        public void stored(SharedDeliver frame, String conversation, long sequence) {
            frame.drop();
        }

        @Override
        public void headMoved(String conversation, long head) {}

        @Override
        public void receiptMoved(Receipt receipt) {}

        @Override
        public void typed(Typing typing) {}

        @Override
        public void listChanged(Notice notice) {}

        @Override
        public void end(ErrorCode code, String message) {
            assertThat(code).isEqualTo(ErrorCode.REPLACED);
            ended.add(route);
        }
    }

    private Registration arrive(String user, String... groups) {
        DeviceRoute route = new DeviceRoute("default", user, "phone", "here", "s-" + user);
        Registration registration = registry.add(new Somebody(route, ended), List.of(groups));
        keeper.enter(route, List.of(groups)).block();
        return registration;
    }

    private static GroupRoute group(String name) {
        return new GroupRoute("default", name, "here");
    }

    @Test
    void writesEverythingAgainAfterTheBookForgot() {
        for (int i = 0; i < 1_200; i++) {
            arrive("user" + i, "team");
        }
        table.forgetEverything();

        time.advanceTimeBy(Duration.ofSeconds(20));

        assertThat(table.devices()).hasSize(1_200);
        assertThat(table.groups()).containsExactly(group("team"));
    }

    @Test
    void goesOnAfterTheBookWasAway() {
        arrive("alice", "team");
        table.away(true);
        time.advanceTimeBy(Duration.ofSeconds(41));
        arrive("bob", "other");
        assertThat(table.devices()).hasSize(1);

        table.away(false);
        time.advanceTimeBy(Duration.ofSeconds(20));

        assertThat(table.devices()).hasSize(2);
        assertThat(table.groups()).containsExactlyInAnyOrder(group("team"), group("other"));
        assertThat(meters.get("hongyan.gateway.route.failures").counter().count())
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void leavesAGroupWhenItsLastMemberHasGone() {
        Registration alice = arrive("alice", "team");
        Registration bob = arrive("bob", "team");

        alice.close();
        time.advanceTimeBy(Duration.ofSeconds(20));
        assertThat(table.groups()).containsExactly(group("team"));
        bob.close();
        time.advanceTimeBy(Duration.ofSeconds(20));

        assertThat(table.groups()).isEmpty();
        arrive("carol", "team");
        assertThat(table.groups()).containsExactly(group("team"));
    }

    @Test
    void asksForAGroupOnlyWhenItIsNew() {
        arrive("alice", "team");
        table.groups().clear();

        arrive("bob", "team");

        assertThat(table.groups()).as("the refresh sees to what was forgotten").isEmpty();
    }

    @Test
    void namesTheRoutesThatAreReplaced() {
        DeviceRoute there = new DeviceRoute("default", "alice", "phone", "there", "s-0");
        table.register(there).block();

        assertThat(keeper.enter(new DeviceRoute("default", "alice", "phone", "here", "s-1"), List.of())
                        .block())
                .containsExactly(there);
    }

    @Test
    void endsASessionWhoseReplacementItWasNotTold() {
        arrive("alice");
        DeviceRoute newer = new DeviceRoute("default", "alice", "phone", "there", "s-z");
        table.register(newer).block();

        time.advanceTimeBy(Duration.ofSeconds(20));

        assertThat(ended).extracting(DeviceRoute::session).containsExactly("s-alice");
        assertThat(table.devices()).containsExactly(newer);
    }

    @Test
    void findsWhomItReplacedWhileTheBookWasAway() {
        DeviceRoute older = new DeviceRoute("default", "alice", "phone", "there", "s-a");
        table.register(older).block();
        table.away(true);
        arrive("alice");
        table.away(false);

        time.advanceTimeBy(Duration.ofSeconds(20));

        assertThat(ended).isEmpty();
        assertThat(table.devices()).extracting(DeviceRoute::session).containsExactly("s-alice");
        assertThat(events.published()).hasSize(1);
        assertThat(events.published().getFirst().getSessionReplaced().getSession())
                .isEqualTo("s-a");
    }

    @Test
    void removesOnlyItsOwnRoute() {
        arrive("alice");
        DeviceRoute newer = new DeviceRoute("default", "alice", "phone", "there", "s-9");
        table.register(newer).block();

        keeper.leave(new DeviceRoute("default", "alice", "phone", "here", "s-alice"));

        assertThat(table.devices()).containsExactly(newer);
    }
}
