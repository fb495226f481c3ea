package im.hongyan.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.client.ClientState;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.e2e.checker.Event;
import im.hongyan.e2e.checker.History;
import im.hongyan.e2e.checker.Pulse;
import im.hongyan.e2e.checker.Run;
import im.hongyan.e2e.proxy.Direction;
import im.hongyan.e2e.proxy.FaultProxy;
import im.hongyan.e2e.world.ClusterSite;
import im.hongyan.e2e.world.Device;
import im.hongyan.e2e.world.Load;
import im.hongyan.e2e.world.Waiting;
import im.hongyan.local.LocalServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faults that are tried at every build. */
final class Faults {
    private static final Logger log = LoggerFactory.getLogger(Faults.class);

    private static final Duration SHORTLY = Duration.ofMillis(500);
    /** The contract says 3 s, and 10 s; a machine of two busy cores gets more. */
    private static final Duration FIRST_ACCEPTED = Duration.ofSeconds(15);

    private static final Duration RESUMED = Duration.ofSeconds(40);
    /** More than any heartbeat: relays and acknowledgements. */
    private static final long RELAYING_BYTES = 1_000;

    private static final int MEANWHILE = 200;
    private static final int COMMUTERS = 4;
    private static final int CYCLES_EACH = Integer.getInteger("hongyan.e2e.cycles", 400) / COMMUTERS;

    private Faults() {}

    static Stream<Fault<ClusterSite>> all() {
        return Stream.of(
                Fault.of("F01 chat-core killed", 2, Blow.kill(ClusterSite::cores, SHORTLY))
                        .beyond(Faults::acceptedSoon),
                Fault.of("F03 chat-core killed while its confirms are held", 2, Faults::confirmsHeld)
                        .beyond(Faults::answeredAsDuplicate),
                Fault.of("F04 persistence killed between commit and relay", 2, Faults::relaysHeld),
                Fault.of("F05 persistence killed, and all of it away", 3, Faults::writersAway)
                        .beyond(Faults::acceptedSoon),
                Fault.of("F06 gateway killed", 2, Faults::gatewayKilled),
                Fault.of("F07 MariaDB killed", 2, Faults::databaseAway),
                Fault.of("F08 RabbitMQ killed", 2, Faults::brokerKilled),
                Fault.of("F10 Redis killed", 2, Blow.kill(cluster -> List.of(cluster.redis()), SHORTLY)),
                Fault.of("F10 Redis flushed", 2, Faults::redisFlushed),
                Fault.of("F20 devices that come and go", 1, Faults::comeAndGo));
    }

    /** F03: the broker has what the first core published, the core does not get to know; then it dies. */
    private static Pulse confirmsHeld(ClusterSite cluster, Load load, int round) {
        LocalServer core = cluster.cores().getFirst();
        return heldAndKilled(cluster.coreToBroker(), Direction.TO_CLIENT, core, load);
    }

    /** F04: what the active writer commits cannot be relayed or acked; then it dies. The standby has nothing to say. */
    private static Pulse relaysHeld(ClusterSite cluster, Load load, int round) {
        List<FaultProxy> links = cluster.writersToBroker();
        long[] said = said(links);
        Waiting.pause(SHORTLY);
        long[] now = said(links);
        int active = IntStream.range(0, links.size())
                .boxed()
                .max(Comparator.comparingLong(i -> now[i] - said[i]))
                .orElseThrow();
        assertThat(now[active] - said[active])
                .as("bytes that the active writer said to the broker within %s", SHORTLY)
                .isGreaterThan(RELAYING_BYTES);
        return heldAndKilled(
                links.get(active), Direction.TO_SERVER, cluster.persistences().get(active), load);
    }

    private static long[] said(List<FaultProxy> links) {
        return links.stream().mapToLong(link -> link.evidence().bytesToServer()).toArray();
    }

    private static Pulse heldAndKilled(FaultProxy link, Direction direction, LocalServer server, Load load) {
        long[] struck = new long[2];
        long before = server.pid();
        long heldBefore = link.evidence().held();
        try {
            load.pressing(() -> {
                link.hold(direction);
                Waiting.pause(Duration.ofMillis(400));
                struck[0] = System.nanoTime();
                server.kill();
                struck[1] = System.nanoTime();
            });
            // What was held must not go on: with the process its words died, too.
            link.resetAll();
        } finally {
            link.heal();
        }
        long held = link.evidence().held() - heldBefore;
        load.easing(server::start);
        String evidence = held == 0 ? "" : held + " chunks held, pid " + before + " became " + server.pid();
        return new Pulse("kill of " + server.role() + " with a held link", struck[0], struck[1], evidence);
    }

    /** F05: one writer dies, then all do; accepting goes on. */
    private static Pulse writersAway(ClusterSite cluster, Load load, int round) {
        if (round < 2) {
            return Blow.kill(cluster.persistences().get(round), load, SHORTLY);
        }
        cluster.persistences().getFirst().kill();
        long[] struck = new long[2];
        LocalServer last = cluster.persistences().getLast();
        long before = last.pid();
        load.pressing(() -> {
            struck[0] = System.nanoTime();
            last.kill();
            struck[1] = System.nanoTime();
        });
        load.awaitAccepted(MEANWHILE);
        load.easing(() -> cluster.persistences().forEach(LocalServer::start));
        return new Pulse("kill of all persistence", struck[0], struck[1], "pid " + before + " became " + last.pid());
    }

    /** F07: accepting goes on without the database. */
    private static Pulse databaseAway(ClusterSite cluster, Load load, int round) {
        LocalServer database = cluster.mariadb();
        long[] struck = new long[2];
        long before = database.pid();
        load.pressing(() -> {
            struck[0] = System.nanoTime();
            database.kill();
            struck[1] = System.nanoTime();
        });
        load.awaitAccepted(MEANWHILE);
        load.easing(database::start);
        return new Pulse("kill of the database", struck[0], struck[1], "pid " + before + " became " + database.pid());
    }

    /** F06: everybody whose gateway died is welcome again soon. */
    private static Pulse gatewayKilled(ClusterSite cluster, Load load, int round) {
        LocalServer gateway = cluster.gateways().get(round % 2);
        Map<Device, Long> before = new HashMap<>();
        load.devices().forEach(device -> before.put(device, connections(device)));
        long[] struck = new long[2];
        long pid = gateway.pid();
        load.pressing(() -> {
            struck[0] = System.nanoTime();
            gateway.kill();
            struck[1] = System.nanoTime();
        });
        Waiting.until(Duration.ofMillis(500), () -> resumed(before) > 0);
        boolean allBack = Waiting.until(
                RESUMED,
                () -> load.devices().stream()
                        .allMatch(device -> device.client().state() instanceof ClientState.Connected));
        log.info("all sessions resumed after {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - struck[1]));
        long resumed = resumed(before);
        load.easing(gateway::start);
        assertThat(allBack).as("all sessions resumed within %s", RESUMED).isTrue();
        String evidence = resumed == 0 ? "" : resumed + " sessions resumed, pid " + pid + " became " + gateway.pid();
        return new Pulse("kill of gateway", struck[0], struck[1], evidence);
    }

    private static long resumed(Map<Device, Long> before) {
        return before.entrySet().stream()
                .filter(entry -> connections(entry.getKey()) > entry.getValue())
                .count();
    }

    private static long connections(Device device) {
        return device.client().statistics().connections();
    }

    /** F08: what is sent while the broker is away is not accepted before it is back. */
    private static Pulse brokerKilled(ClusterSite cluster, Load load, int round) {
        Pulse pulse = Blow.kill(cluster.rabbit(), load, Duration.ofSeconds(4));
        long back = pulse.until() + Duration.ofSeconds(4).toNanos();
        for (Device device : load.devices()) {
            assertThat(acceptedBetween(device.history(), pulse.until(), back))
                    .as("sends of %s that were accepted while the broker was away", device.user())
                    .isZero();
        }
        return pulse;
    }

    private static long acceptedBetween(History history, long from, long until) {
        Map<String, Long> sentAt = new HashMap<>();
        long count = 0;
        for (Event event : history.events()) {
            if (event instanceof Event.Sent sent) {
                sentAt.putIfAbsent(sent.clientMessageId(), sent.at());
            } else if (event instanceof Event.Accepted accepted
                    && !accepted.duplicate()
                    && accepted.at() < until
                    && sentAt.getOrDefault(accepted.clientMessageId(), 0L) > from) {
                count++;
            }
        }
        return count;
    }

    /** F10: all counters, dedup entries and routes are gone at once. */
    private static Pulse redisFlushed(ClusterSite cluster, Load load, int round) {
        long[] struck = new long[2];
        String[] answer = new String[1];
        load.pressing(() -> {
            struck[0] = System.nanoTime();
            answer[0] = Redis.command(cluster.redis().port(), "FLUSHALL");
            struck[1] = System.nanoTime();
        });
        Waiting.pause(Duration.ofSeconds(2));
        return new Pulse("FLUSHALL", struck[0], struck[1], answer[0].equals("+OK") ? "answered +OK" : "");
    }

    /** F20: connect, sync, disconnect, again and again, while the conversations go on. */
    private static Pulse comeAndGo(ClusterSite cluster, Load load, int round) {
        AtomicInteger cycles = new AtomicInteger();
        List<Thread> commuters = new ArrayList<>();
        long from = System.nanoTime();
        for (String user : load.devices().stream()
                .map(Device::user)
                .distinct()
                .limit(COMMUTERS)
                .toList()) {
            commuters.add(Thread.startVirtualThread(() -> {
                List<Endpoint> endpoints = new ArrayList<>(cluster.tcp());
                endpoints.addAll(cluster.webSockets());
                Device device = Device.of(cluster, user, "commuter", endpoints);
                for (int i = 0; i < CYCLES_EACH; i++) {
                    Collections.rotate(endpoints, 1);
                    device = device.restarted(endpoints).connect();
                    device.awaitRecovered();
                    cycles.incrementAndGet();
                }
                load.join(device);
            }));
        }
        commuters.forEach(Faults::join);
        int expected = COMMUTERS * CYCLES_EACH;
        String evidence = cycles.get() == expected ? cycles.get() + " cycles" : "";
        return new Pulse("coming and going", from, System.nanoTime(), evidence);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What had been published when its sender lost the answer is known at the repeat. */
    private static void answeredAsDuplicate(Run run, String fault) {
        assertThat(run.pulses().stream()
                        .flatMap(pulse -> lateAnswers(run, pulse))
                        .filter(Event.Accepted::duplicate))
                .as("%s: sends without an answer at a blow whose repeat says duplicate", fault)
                .isNotEmpty();
    }

    /** The first answers to what was on its way during a blow. */
    private static Stream<Event.Accepted> lateAnswers(Run run, Pulse pulse) {
        return run.histories().stream().flatMap(history -> lateAnswers(history, pulse).stream());
    }

    private static Collection<Event.Accepted> lateAnswers(History history, Pulse pulse) {
        Set<String> sent = new HashSet<>();
        Map<String, Event.Accepted> late = new HashMap<>();
        for (Event event : history.events()) {
            if (event instanceof Event.Sent send && send.at() < pulse.from()) {
                sent.add(send.clientMessageId());
            } else if (event instanceof Event.Accepted accepted && sent.remove(accepted.clientMessageId())) {
                if (accepted.at() > pulse.until()) {
                    late.put(accepted.clientMessageId(), accepted);
                }
            }
        }
        return late.values();
    }

    /** With another instance there, accepting goes on: also of what was on its way to the one that died. */
    private static void acceptedSoon(Run run, String fault) {
        for (Pulse pulse : run.pulses()) {
            long first = run.histories().stream()
                    .flatMap(history -> history.events().stream())
                    .filter(Event.Accepted.class::isInstance)
                    .mapToLong(Event::at)
                    .filter(at -> at > pulse.until())
                    .min()
                    .orElse(Long.MAX_VALUE);
            assertThat(Duration.ofNanos(first - pulse.until()))
                    .as("%s: the first acceptance after %s", fault, pulse.name())
                    .isLessThan(FIRST_ACCEPTED);
            long last = lateAnswers(run, pulse).mapToLong(Event::at).max().orElse(pulse.until());
            log.info(
                    "{}: first acceptance after {} ms, what was on its way after {} ms",
                    fault,
                    TimeUnit.NANOSECONDS.toMillis(first - pulse.until()),
                    TimeUnit.NANOSECONDS.toMillis(last - pulse.until()));
            assertThat(Duration.ofNanos(last - pulse.until()))
                    .as("%s: the last acceptance of what was on its way at %s", fault, pulse.name())
                    .isLessThan(RESUMED);
        }
    }
}
