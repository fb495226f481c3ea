package im.hongyan.link.route;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.link.route.RouteTable.DeviceRoute;
import im.hongyan.link.route.RouteTable.GroupRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an address book keeps. Each test has a table of its own. */
abstract class RouteTableContract {
    protected static final Duration PATIENCE = Duration.ofSeconds(10);

    protected static final DeviceRoute PHONE = new DeviceRoute("t", "alice", "phone", "node:1", "s-1");
    protected static final DeviceRoute LAPTOP = new DeviceRoute("t", "alice", "laptop", "node:2", "s-2");
    protected static final GroupRoute GROUP_ON_1 = new GroupRoute("t", "g", "node:1");
    protected static final GroupRoute GROUP_ON_2 = new GroupRoute("t", "g", "node:2");
    protected static final Audience ALICE = new Audience.User("t", "alice");
    protected static final Audience GROUP = new Audience.Group("t", "g");

    protected abstract RouteTable table();

    protected List<DeviceRoute> devicesOf(String user) {
        return table().devices("t", user).collectList().block(PATIENCE);
    }

    protected Set<String> nodesOf(Audience audience) {
        Map<Audience, Set<String>> nodes = table().nodes(List.of(audience)).block(PATIENCE);
        assertThat(nodes).containsOnlyKeys(audience);
        return nodes.getOrDefault(audience, Set.of());
    }

    @Test
    void findsTheDevicesOfAUser() {
        assertThat(table().register(PHONE).block(PATIENCE)).isEmpty();
        assertThat(table().register(LAPTOP).block(PATIENCE)).isEmpty();
        assertThat(devicesOf("alice")).containsExactlyInAnyOrder(PHONE, LAPTOP);
        assertThat(devicesOf("bob")).isEmpty();
        assertThat(nodesOf(ALICE)).containsExactlyInAnyOrder("node:1", "node:2");
    }

    @Test
    void namesTheRoutesThatANewSessionOfTheSameDeviceReplaces() {
        DeviceRoute elsewhere = new DeviceRoute("t", "alice", "phone", "node:9", "s-9");
        table().register(PHONE).block(PATIENCE);
        table().register(LAPTOP).block(PATIENCE);
        assertThat(table().register(elsewhere).block(PATIENCE)).containsExactly(PHONE);
        assertThat(devicesOf("alice")).containsExactlyInAnyOrder(elsewhere, LAPTOP);
    }

    @Test
    void registeringTheSameSessionAgainReplacesNothing() {
        table().register(PHONE).block(PATIENCE);
        assertThat(table().register(PHONE).block(PATIENCE)).isEmpty();
        assertThat(devicesOf("alice")).containsExactly(PHONE);
    }

    @Test
    void doesNotMistakeADeviceForOneWhoseNameItBegins() {
        DeviceRoute phone2 = new DeviceRoute("t", "alice", "phone2", "node:1", "s-3");
        table().register(phone2).block(PATIENCE);
        assertThat(table().register(PHONE).block(PATIENCE)).isEmpty();
        assertThat(devicesOf("alice")).containsExactlyInAnyOrder(PHONE, phone2);
    }

    @Test
    void removesARouteOnlyForTheSessionThatOwnsIt() {
        DeviceRoute newer = new DeviceRoute("t", "alice", "phone", "node:1", "s-9");
        table().register(PHONE).block(PATIENCE);
        table().register(newer).block(PATIENCE);
        table().remove(PHONE).block(PATIENCE);
        assertThat(devicesOf("alice")).containsExactly(newer);
        table().remove(newer).block(PATIENCE);
        assertThat(devicesOf("alice")).isEmpty();
    }

    @Test
    void keepsTenantsApart() {
        DeviceRoute other = new DeviceRoute("other", "alice", "phone", "node:7", "s-7");
        table().register(PHONE).block(PATIENCE);
        assertThat(table().register(other).block(PATIENCE)).isEmpty();
        assertThat(devicesOf("alice")).containsExactly(PHONE);
        assertThat(nodesOf(new Audience.User("other", "alice"))).containsExactly("node:7");
    }

    @Test
    void findsTheNodesOfManyAudiencesInOneTrip() {
        table().register(PHONE).block(PATIENCE);
        table().join(List.of(GROUP_ON_1, GROUP_ON_2)).block(PATIENCE);
        List<Audience> audiences = new ArrayList<>(List.of(ALICE, GROUP, GROUP));
        for (int i = 0; i < 600; i++) {
            audiences.add(new Audience.User("t", "nobody" + i));
        }
        Map<Audience, Set<String>> nodes = table().nodes(audiences).block(PATIENCE);
        assertThat(nodes).hasSize(602);
        assertThat(nodes.get(ALICE)).containsExactly("node:1");
        assertThat(nodes.get(GROUP)).containsExactlyInAnyOrder("node:1", "node:2");
        assertThat(nodes.get(new Audience.User("t", "nobody599"))).isEmpty();
    }

    @Test
    void leavingAGroupWithdrawsOneNode() {
        table().join(List.of(GROUP_ON_1, GROUP_ON_2)).block(PATIENCE);
        table().leave(List.of(GROUP_ON_1)).block(PATIENCE);
        assertThat(nodesOf(GROUP)).containsExactly("node:2");
    }

    @Test
    void takesEmptyCollections() {
        table().refresh(List.of(), List.of()).block(PATIENCE);
        table().join(List.of()).block(PATIENCE);
        table().leave(List.of()).block(PATIENCE);
        assertThat(table().nodes(List.of()).block(PATIENCE)).isEmpty();
    }

    @Test
    void anEntryThatIsNotRefreshedExpires() throws InterruptedException {
        table().register(PHONE).block(PATIENCE);
        table().register(LAPTOP).block(PATIENCE);
        table().join(List.of(GROUP_ON_1, GROUP_ON_2)).block(PATIENCE);
        long until = System.nanoTime() + table().timeToLive().multipliedBy(2).toNanos();
        while (System.nanoTime() < until) {
            table().refresh(List.of(PHONE), List.of(GROUP_ON_1)).block(PATIENCE);
            Thread.sleep(table().timeToLive().toMillis() / 3);
        }
        assertThat(devicesOf("alice")).containsExactly(PHONE);
        assertThat(nodesOf(ALICE)).containsExactly("node:1");
        assertThat(nodesOf(GROUP)).containsExactly("node:1");
        assertThat(table().register(new DeviceRoute("t", "alice", "laptop", "node:3", "s-4"))
                        .block(PATIENCE))
                .as("an expired route is not replaced")
                .isEmpty();
    }

    @Test
    void aRefreshRestoresWhatWasLost() {
        List<DeviceRoute> many = new ArrayList<>();
        List<GroupRoute> groups = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            many.add(new DeviceRoute("t", "user" + i, "phone", "node:1", "s-" + i));
            groups.add(new GroupRoute("t", "group" + i, "node:1"));
        }
        table().refresh(many, groups).block(PATIENCE);
        assertThat(devicesOf("user599")).containsExactly(many.get(599));
        assertThat(nodesOf(new Audience.Group("t", "group599"))).containsExactly("node:1");
    }

    @Test
    void aRefreshDoesNotBringBackAReplacedRoute() {
        DeviceRoute newer = new DeviceRoute("t", "alice", "phone", "node:9", "s-9");
        table().register(PHONE).block(PATIENCE);
        table().register(newer).block(PATIENCE);
        assertThat(refresh(PHONE, LAPTOP)).as("whose session must go").containsExactly(PHONE);
        assertThat(devicesOf("alice")).containsExactlyInAnyOrder(newer, LAPTOP);
    }

    private List<DeviceRoute> refresh(DeviceRoute... routes) {
        return table().refresh(List.of(routes), List.of()).block(PATIENCE);
    }

    @Test
    void aRefreshThatFindsItsOwnRoutesReplacesNothing() {
        table().register(PHONE).block(PATIENCE);
        assertThat(refresh(PHONE, LAPTOP)).isEmpty();
        assertThat(refresh(PHONE, LAPTOP)).isEmpty();
        assertThat(devicesOf("alice")).containsExactlyInAnyOrder(PHONE, LAPTOP);
    }

    @Test
    void theNewerSessionKeepsTheDeviceWhoeverRefreshesFirst() {
        DeviceRoute newer = new DeviceRoute("t", "alice", "phone", "node:9", "s-9");
        assertThat(refresh(PHONE)).isEmpty();
        assertThat(refresh(newer)).as("the newer one second").containsExactly(PHONE);
        assertThat(devicesOf("alice")).containsExactly(newer);

        assertThat(refresh(PHONE)).as("the older one second").containsExactly(PHONE);
        assertThat(devicesOf("alice")).containsExactly(newer);
    }

    @Test
    void aRefreshNamesTheReplacedAmongMany() {
        List<DeviceRoute> many = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            many.add(new DeviceRoute("t", "user" + i, "phone", "node:1", "s-1"));
        }
        DeviceRoute newer = new DeviceRoute("t", "user300", "phone", "node:9", "s-9");
        DeviceRoute older = new DeviceRoute("t", "user599", "phone", "node:9", "s-0");
        table().register(newer).block(PATIENCE);
        table().register(older).block(PATIENCE);
        assertThat(table().refresh(many, List.of()).block(PATIENCE)).containsExactlyInAnyOrder(many.get(300), older);
        assertThat(devicesOf("user300")).containsExactly(newer);
        assertThat(devicesOf("user599")).containsExactly(many.get(599));
    }
}
