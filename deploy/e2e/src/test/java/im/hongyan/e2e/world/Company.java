package im.hongyan.e2e.world;

import im.hongyan.client.ClientBuilder;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.e2e.checker.Checker;
import im.hongyan.e2e.checker.Pull;
import im.hongyan.e2e.checker.Run;
import im.hongyan.e2e.checker.VacuityGuard;
import im.hongyan.e2e.checker.Verdict;
import im.hongyan.wire.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/** A few people for one test, with names that nobody else on the site has. */
public final class Company implements AutoCloseable {
    private static final VacuityGuard NO_PULSES = new VacuityGuard(1, 0, 0);

    private final Site site;
    private final String prefix =
            Integer.toUnsignedString(ThreadLocalRandom.current().nextInt(), 36);
    private final List<Device> devices = new ArrayList<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();
    private int places;

    public Company(Site site) {
        this.site = site;
    }

    /** Connects a device; each comes over another transport, or another gateway, than the one before. */
    public Device device(String user, String device) {
        int place = places++;
        List<Endpoint> endpoints = new ArrayList<>(place % 2 == 0 ? site.tcp() : site.webSockets());
        Collections.rotate(endpoints, place / 2 + place % 2);
        return device(user, device, endpoints);
    }

    public Device device(String user, String device, List<Endpoint> endpoints) {
        return device(user, device, endpoints, builder -> builder);
    }

    public Device device(String user, String device, List<Endpoint> endpoints, UnaryOperator<ClientBuilder> settings) {
        Device connected =
                Device.of(site, name(user), device, endpoints, settings).connect();
        devices.add(connected);
        return connected;
    }

    /** The direct conversation of two users. */
    public String direct(String user, String peer) {
        String conversation = Ids.direct(name(user), name(peer));
        members.put(conversation, new TreeSet<>(Set.of(name(user), name(peer))));
        return conversation;
    }

    /** Makes a group of these users and returns its conversation. */
    public String group(String group, Device maker, List<String> users) {
        List<String> names = users.stream().map(this::name).toList();
        maker.client().blocking().createGroup(name(group), "of a test", names, Duration.ofSeconds(10));
        String conversation = Ids.group(name(group));
        members.put(conversation, new TreeSet<>(names));
        return conversation;
    }

    /** What a device's user is called in this test. */
    public String nameOf(Device device) {
        return device.user().substring(prefix.length() + 1);
    }

    private String name(String user) {
        return prefix + "-" + user;
    }

    /** One device takes the place of another. */
    public void swap(Device gone, Device come) {
        devices.remove(gone);
        devices.add(come);
    }

    /** Closes a device that is not to be judged. */
    public void forget(Device device) {
        devices.remove(device);
        device.close();
    }

    /** Waits until all devices of each conversation have passed its head. */
    public boolean awaitEqual(Duration time) {
        return Waiting.until(time, () -> {
            Tables tables = Tables.read(site, members.keySet());
            return members.entrySet().stream().allMatch(entry -> {
                long head = tables.head(entry.getKey());
                return devices.stream()
                        .filter(device -> entry.getValue().contains(device.user()))
                        .allMatch(device -> device.cursor(entry.getKey()) >= head);
            });
        });
    }

    /** Pulls everything, reads the tables, and lets the checker judge. */
    public Verdict judge() {
        List<Pull> pulls = new ArrayList<>();
        members.forEach((conversation, users) -> devices.stream()
                .filter(device -> users.contains(device.user()))
                .forEach(device -> pulls.add(device.pull(conversation))));
        Tables tables = Tables.read(site, members.keySet());
        Run run = new Run(
                devices.stream().map(Device::history).toList(),
                tables.messages(),
                tables.voids(),
                pulls,
                members,
                List.of());
        return Checker.check(run, NO_PULSES);
    }

    @Override
    public void close() {
        devices.forEach(Device::close);
    }
}
