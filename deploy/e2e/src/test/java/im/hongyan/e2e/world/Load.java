package im.hongyan.e2e.world;

import im.hongyan.client.transport.Endpoint;
import im.hongyan.e2e.checker.Pull;
import im.hongyan.e2e.checker.Pulse;
import im.hongyan.e2e.checker.Run;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Accepted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The load L0: 40 users with 50 devices in 20 conversations, over TCP and WebSocket, on all gateways; 100 sends a second
 * unless too many are unanswered, a tenth of them repeated on purpose by any device of their sender. Then a drain, full pulls, and a {@link Run} to judge.
 */
public final class Load implements AutoCloseable {
    /** In every text of the load: must be in no log. */
    public static final String SECRET = "nobody-may-log-this-text";

    private static final int SENDS_PER_SECOND = 100;
    /** While a server starts: on few cores it would wait for the load, and the test for it. */
    private static final int EASED = SENDS_PER_SECOND / 5;

    private static final int PRESS = 60;
    /** So many are on their way while a server is away; more would only make the test longer. */
    private static final int HELD_UP = 300;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration DRAIN = Duration.ofSeconds(90);
    private static final Duration QUIET = Duration.ofSeconds(1);
    /** Much less than the 25 s after which a session asks for itself. */
    private static final Duration PUSHED = Duration.ofSeconds(5);

    private static final int PUSH_TRIES = 12;

    private final Site site;
    private final Crowd crowd;
    private final Random random;
    private final List<Device> devices = new ArrayList<>();
    private final List<Device> later = Collections.synchronizedList(new ArrayList<>());
    private final List<String> conversations;
    private final Map<String, List<Device>> devicesOf = new HashMap<>();
    /** The highest accepted number of each conversation. */
    private final Map<String, Long> heads = new ConcurrentHashMap<>();

    private final AtomicBoolean eased = new AtomicBoolean();
    private final AtomicInteger ticks = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private Load(Site site, String prefix, long seed) {
        this.site = site;
        this.crowd = Crowd.of(prefix);
        this.random = new Random(seed);
        this.conversations = List.copyOf(crowd.members().keySet());
    }

    /**
     * Makes the groups, connects everybody and begins to send.
     *
     * @param prefix of all names; unlike any other of this site
     */
    public static Load start(Site site, String prefix, long seed) {
        Load load = new Load(site, prefix, seed);
        load.connect();
        load.assign();
        load.makeGroups();
        long everyNanos = TimeUnit.SECONDS.toNanos(1) / SENDS_PER_SECOND;
        ScheduledFuture<?> unused =
                load.timer.scheduleAtFixedRate(load::sendUnlessHeldUp, 0, everyNanos, TimeUnit.NANOSECONDS);
        return load;
    }

    private void connect() {
        for (int i = 0; i < crowd.users().size(); i++) {
            devices.add(device(i, "phone").connect());
            if (i < Crowd.WITH_TWO_DEVICES) {
                devices.add(device(i + 1, crowd.users().get(i), "desk").connect());
            }
        }
    }

    private void assign() {
        crowd.members()
                .forEach((conversation, users) -> devicesOf.put(
                        conversation,
                        devices.stream()
                                .filter(device -> users.contains(device.user()))
                                .toList()));
    }

    private Device device(int place, String name) {
        return device(place, crowd.users().get(place), name);
    }

    /** The place decides transport and gateway: neighbours differ in both; the other gateways are there to fail over to. */
    private Device device(int place, String user, String name) {
        List<Endpoint> endpoints = new ArrayList<>(place % 2 == 0 ? site.tcp() : site.webSockets());
        Collections.rotate(endpoints, place / 2);
        return Device.of(site, user, name, endpoints);
    }

    private void makeGroups() {
        crowd.members().forEach((conversation, users) -> {
            String group = Ids.groupOf(conversation);
            if (group != null) {
                List<String> members = List.copyOf(users);
                deviceOf(members.getFirst())
                        .client()
                        .blocking()
                        .createGroup(group, "of a test", members, Duration.ofSeconds(20));
            }
        });
    }

    private Device deviceOf(String user) {
        return devices.stream()
                .filter(device -> device.user().equals(user))
                .findFirst()
                .orElseThrow();
    }

    // ---- sending

    private void sendUnlessHeldUp() {
        int pace = eased.get() ? SENDS_PER_SECOND / EASED : 1;
        if (ticks.incrementAndGet() % pace == 0 && unanswered.get() < HELD_UP) {
            sendOne(false);
        }
    }

    private synchronized void sendOne(boolean quick) {
        String conversation = conversations.get(random.nextInt(conversations.size()));
        List<Device> senders = Objects.requireNonNull(devicesOf.get(conversation));
        Device device = senders.get(random.nextInt(senders.size()));
        String text = SECRET + " " + "x".repeat(random.nextInt(200));
        send(device, conversation, Ids.newClientMessageId(), text, quick || random.nextInt(10) > 0);
    }

    private void send(Device device, String conversation, String clientMessageId, String text, boolean once) {
        unanswered.incrementAndGet();
        device.send(conversation, clientMessageId, text, false)
                .doFinally(end -> unanswered.decrementAndGet())
                .subscribe(answer -> {
                    accepted.incrementAndGet();
                    heads.merge(conversation, answer.getSequence(), Math::max);
                    if (!once) {
                        repeat(device.user(), conversation, clientMessageId, text, answer);
                    }
                });
    }

    private void repeat(String user, String conversation, String clientMessageId, String text, Accepted answer) {
        List<Device> own =
                devices.stream().filter(device -> device.user().equals(user)).toList();
        unanswered.incrementAndGet();
        own.get(Math.floorMod(answer.getSequence(), own.size()))
                .send(conversation, clientMessageId, text, true)
                .doFinally(end -> unanswered.decrementAndGet())
                .subscribe();
    }

    private void burst(int sends) {
        for (int i = 0; i < sends; i++) {
            sendOne(true);
        }
    }

    /** Does something while at least some dozens of sends are on their way all the time. */
    public void pressing(Runnable strike) {
        AtomicBoolean struck = new AtomicBoolean();
        Thread press = Thread.startVirtualThread(() -> {
            while (!struck.get()) {
                if (unanswered.get() < PRESS) {
                    burst(PRESS / 4);
                }
                Waiting.pause(Duration.ofMillis(1));
            }
        });
        try {
            Waiting.until(Duration.ofSeconds(5), () -> unanswered.get() >= PRESS / 2);
            strike.run();
        } finally {
            struck.set(true);
            join(press);
        }
    }

    /** Does something, such as to start a server, while the load goes on at a fifth of its pace. */
    public void easing(Runnable mend) {
        eased.set(true);
        try {
            mend.run();
        } finally {
            eased.set(false);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Goes on until so many more sends were accepted. */
    public void awaitAccepted(int more) {
        int wanted = accepted.get() + more;
        if (!Waiting.until(PATIENCE, () -> accepted.get() >= wanted)) {
            throw new AssertionError((wanted - accepted.get()) + " of " + more + " sends were not accepted within "
                    + PATIENCE + ", unanswered are " + unanswered);
        }
    }

    /** How many sends were accepted so far, without the repeats on purpose. */
    public int accepted() {
        return accepted.get();
    }

    public int unanswered() {
        return unanswered.get();
    }

    /** How often the clients have sent something again by themselves. */
    public long repeats() {
        return devices.stream()
                .mapToLong(device -> device.client().statistics().repeatedSends())
                .sum();
    }

    // ---- the end

    /** Sends no more, and waits until everything is answered and every device has passed everything. */
    public void drain() throws InterruptedException {
        timer.shutdown();
        timer.awaitTermination(5, TimeUnit.SECONDS);
        long deadline = System.nanoTime() + DRAIN.toNanos();
        long equalSince = System.nanoTime();
        while (System.nanoTime() < deadline) {
            if (unanswered.get() > 0 || !devicesHaveEverything()) {
                equalSince = System.nanoTime();
            } else if (System.nanoTime() - equalSince > QUIET.toNanos()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Equal alone would not do: a hole that is still open holds up all devices at the same number. */
    private boolean devicesHaveEverything() {
        return crowd.members().entrySet().stream().allMatch(entry -> {
            long[] cursors = devices.stream()
                    .filter(device -> entry.getValue().contains(device.user()))
                    .mapToLong(device -> device.cursor(entry.getKey()))
                    .distinct()
                    .toArray();
            return cursors.length == 1 && cursors[0] >= heads.getOrDefault(entry.getKey(), 0L);
        });
    }

    /**
     * Whether messages are pushed to everybody again. A device that nobody pushes to finds out by itself, only later: so a
     * message to each conversation must have come everywhere before that, in one of several tries.
     */
    public boolean pushes() {
        for (int round = 0; round < PUSH_TRIES; round++) {
            int wanted = accepted.get() + conversations.size();
            conversations.forEach(this::sendTo);
            Waiting.until(PATIENCE, () -> accepted.get() >= wanted);
            if (Waiting.until(PUSHED, this::devicesHaveEverything)) {
                return true;
            }
        }
        return false;
    }

    private void sendTo(String conversation) {
        Device sender = Objects.requireNonNull(devicesOf.get(conversation)).getFirst();
        send(sender, conversation, Ids.newClientMessageId(), SECRET, true);
    }

    /** A full pull by every user, a fresh device of some, the tables, and all histories. */
    public Run leftBehind(List<Pulse> pulses) {
        List<Device> fresh = crowd.users().stream()
                .limit(5)
                .map(user -> Device.of(site, user, "fresh", site.tcp()).connect())
                .toList();
        later.addAll(fresh);
        awaitEqual(fresh);
        List<Pull> pulls = crowd.users().stream()
                .map(this::deviceOf)
                .flatMap(device -> crowd.conversationsOf(device.user()).stream().map(device::pull))
                .toList();
        Tables tables = Tables.read(site, crowd.members().keySet());
        List<Device> all = new ArrayList<>(devices);
        all.addAll(later);
        return new Run(
                all.stream().map(Device::history).toList(),
                tables.messages(),
                tables.voids(),
                pulls,
                crowd.members(),
                pulses);
    }

    private void awaitEqual(List<Device> fresh) {
        Waiting.until(
                Duration.ofSeconds(30),
                () -> fresh.stream()
                        .allMatch(device -> crowd.conversationsOf(device.user()).stream()
                                .allMatch(conversation -> device.cursor(conversation)
                                        >= deviceOf(device.user()).cursor(conversation))));
    }

    public List<Device> devices() {
        return List.copyOf(devices);
    }

    public Map<String, Set<String>> members() {
        return crowd.members();
    }

    /** A device whose history is judged with the others'. */
    public void join(Device device) {
        later.add(device);
    }

    public Site site() {
        return site;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        devices.forEach(Device::close);
        later.forEach(Device::close);
    }
}
