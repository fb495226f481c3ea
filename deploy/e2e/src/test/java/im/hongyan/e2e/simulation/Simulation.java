package im.hongyan.e2e.simulation;

import im.hongyan.e2e.checker.Pull;
import im.hongyan.e2e.checker.Pulse;
import im.hongyan.e2e.checker.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The model's world: virtual time, devices at random work, faults at random moments, then a drain and full pulls. */
final class Simulation {
    private static final int TICKS = 2_000;
    private static final int DRAIN_TICKS = 1_000;
    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "g:all", Set.of("ann", "bob", "cid", "dan"),
            "d:ann:bob", Set.of("ann", "bob"),
            "d:cid:dan", Set.of("cid", "dan"));

    private final Bug bug;
    private final Set<Fault> faults;
    private final Random random;
    private final SimulatedStore store;
    private final SimulatedCore core;
    private final SimulatedWriter writer;
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final List<Pulse> pulses = new ArrayList<>();
    private final Map<String, LastUse> lastUses = new HashMap<>();
    private long now = 1;
    private boolean draining;
    private boolean flushPending;
    private int latePublishes;
    private int names;

    private record LastUse(String sender, String clientMessageId) {}

    private Simulation(Bug bug, Set<Fault> faults, long seed) {
        this.bug = bug;
        this.faults = faults;
        this.random = new Random(seed);
        this.store = new SimulatedStore(bug);
        this.writer = new SimulatedWriter(bug, store, this::push);
        this.core = new SimulatedCore(bug, random, store, writer::enqueue);
        for (String user : List.of("ann", "bob", "cid", "dan")) {
            List<String> conversations = conversations(user);
            devices.add(new SimulatedDevice(this, random, user, "phone", conversations));
            devices.add(new SimulatedDevice(this, random, user, "desk", conversations));
        }
    }

    private static Set<String> members(String conversation) {
        return MEMBERS.getOrDefault(conversation, Set.of());
    }

    private static List<String> conversations(String user) {
        return MEMBERS.keySet().stream()
                .filter(conversation -> members(conversation).contains(user))
                .sorted()
                .toList();
    }

    /** What such a system leaves behind. The same seed gives the same run. */
    static Run run(Bug bug, Set<Fault> faults, long seed) {
        Simulation simulation = new Simulation(bug, faults, seed);
        simulation.live();
        simulation.drain();
        return simulation.leftBehind();
    }

    private void live() {
        devices.forEach(SimulatedDevice::connect);
        while (now < TICKS) {
            SimulatedDevice device = devices.get(random.nextInt(devices.size()));
            List<String> conversations = conversations(device.history.user());
            String conversation = conversations.get(random.nextInt(conversations.size()));
            device.send(conversation, clientMessageId(conversation, device.history.user()));
            if (flushPending) {
                flushWhenIdle();
            } else if (random.nextInt(80) == 0) {
                strike(faults.stream().sorted().toList());
            }
            tick();
        }
    }

    /** Mostly a new id; sometimes one that another sender has just used, which is lawful. */
    private String clientMessageId(String conversation, String sender) {
        LastUse last = lastUses.get(conversation);
        if (last != null && !last.sender().equals(sender) && random.nextInt(20) == 0) {
            return last.clientMessageId();
        }
        String fresh = "c" + ++names;
        lastUses.put(conversation, new LastUse(sender, fresh));
        return fresh;
    }

    private void strike(List<Fault> possible) {
        if (possible.isEmpty()) {
            return;
        }
        Fault fault = possible.get(random.nextInt(possible.size()));
        switch (fault) {
            case CORE_CRASH -> core.crash();
            case WRITER_CRASH -> writer.crash();
            case DISCONNECT -> devices.get(random.nextInt(devices.size())).disconnect();
            case REDIS_FLUSH -> flushPending = true;
            case LATE_PUBLISH -> latePublishes++;
        }
        pulses.add(new Pulse(fault.name(), now, now, "struck at tick " + now));
    }

    private void flushWhenIdle() {
        if (core.idle() && writer.idle()) {
            core.flush();
            flushPending = false;
        }
    }

    private void drain() {
        draining = true;
        for (int tick = 0; tick < DRAIN_TICKS; tick++) {
            tick();
        }
        devices.forEach(SimulatedDevice::pong);
    }

    private void tick() {
        now++;
        core.tick(now);
        writer.tick(now);
        devices.stream()
                .filter(device -> device.isDown() && (draining || random.nextInt(30) == 0))
                .forEach(SimulatedDevice::connect);
        devices.forEach(SimulatedDevice::tick);
        if (now % 10 == 0) {
            store.closeHoles(now);
        }
        if (now % 200 == 0) {
            devices.forEach(SimulatedDevice::pong);
        }
    }

    private void push(Envelope envelope) {
        for (SimulatedDevice device : devices) {
            if (device.offer(envelope) && bug == Bug.DELIVERED_ON_SOCKET_WRITE) {
                received(device.history.user(), envelope.conversation(), envelope.sequence());
            }
        }
    }

    void received(String user, String conversation, long upTo) {
        devices.stream()
                .filter(device -> members(conversation).contains(device.history.user()))
                .forEach(device -> device.told(user, conversation, upTo));
    }

    private Run leftBehind() {
        List<Pull> pulls = new ArrayList<>();
        MEMBERS.forEach((conversation, users) -> users.forEach(user -> pulls.add(new Pull(
                user,
                "fresh",
                conversation,
                store.read(conversation, 0, store.settled(conversation)).stream()
                        .map(Envelope::stored)
                        .toList()))));
        return new Run(
                devices.stream().map(device -> device.history).toList(),
                store.messages(),
                store.voids(),
                pulls,
                MEMBERS,
                pulses);
    }

    /** Whether the publish that starts now is held on its way. */
    boolean late() {
        return latePublishes > 0 && latePublishes-- > 0;
    }

    /** Whether devices start nothing new. */
    boolean quiet() {
        return draining || flushPending;
    }

    long now() {
        return now;
    }

    Bug bug() {
        return bug;
    }

    SimulatedStore store() {
        return store;
    }

    SimulatedCore core() {
        return core;
    }

    SimulatedWriter writer() {
        return writer;
    }
}
