package im.hongyan.bench.load;

import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One run: connects, warms up, measures, drains, and says what it saw. A message counts as delivered when the sender was
 * answered and each recipient got it exactly once.
 */
final class Run implements PeerListener {
    private static final Duration DRAIN = Duration.ofSeconds(15);
    private static final Duration ACKNOWLEDGE_EVERY = Duration.ofMillis(250);

    private final RunPlan plan;
    private final Tally tally = new Tally();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder reordered = new LongAdder();
    private final LongAdder arrivals = new LongAdder();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<Peer, Lane> laneOf = new HashMap<>();
    /** Per recipient, by lane. Each inner map is touched by its recipient's event loop only. */
    private final Map<Peer, Map<Integer, Ledger>> ledgers = new HashMap<>();

    private volatile boolean sending = true;

    Run(RunPlan plan) {
        this.plan = plan;
    }

    RunReport go(Peers peers, Map<String, Long> servers) throws Exception {
        List<Peer> all = peers.connect(plan.users(), this);
        all.forEach(peer -> ledgers.put(peer, new HashMap<>()));
        lay(all);
        CpuClock clock = new CpuClock(servers);
        Thread pace = Thread.ofPlatform().name("pace").start(() -> pace(all));
        TimeUnit.NANOSECONDS.sleep(plan.warmUp().toNanos());
        CpuClock.Reading before = clock.read();
        long from = System.nanoTime();
        tally.open(from);
        TimeUnit.NANOSECONDS.sleep(plan.measured().toNanos());
        long until = System.nanoTime();
        tally.close(until);
        CpuClock.Reading used = clock.read().since(before);
        sending = false;
        pace.join();
        drain();
        return new RunReport(plan, Duration.ofNanos(until - from), tally, checks(), used, new TreeMap<>(refusals));
    }

    private void lay(List<Peer> all) {
        String padding = "x".repeat(Math.max(0, plan.payloadBytes() - 40));
        switch (plan.shape()) {
            case Shape.Direct direct -> {
                for (int pair = 0; pair < direct.pairs(); pair++) {
                    String peer = all.get(2 * pair + 1).user;
                    add(all.get(2 * pair), 1, () -> Send.newBuilder().setPeer(peer), padding);
                }
            }
            case Shape.Group group -> {
                String conversation = plan.groupConversation();
                for (int sender = 0; sender < group.senders(); sender++) {
                    add(
                            all.get(sender),
                            group.members() - 1,
                            () -> Send.newBuilder().setConversation(conversation),
                            padding);
                }
            }
        }
    }

    private void add(Peer sender, int recipients, Supplier<Send.Builder> address, String padding) {
        Lane lane = new Lane(lanes.size(), sender, recipients, address, padding);
        lanes.add(lane);
        laneOf.put(sender, lane);
    }

    private void pace(List<Peer> all) {
        if (plan.pace() instanceof Pace.Closed closed) {
            for (Lane lane : lanes) {
                lane.sender.execute(() -> {
                    for (int i = 0; i < closed.inFlight(); i++) {
                        lane.send(System.nanoTime(), tally, i == closed.inFlight() - 1);
                    }
                });
            }
        }
        double gapNanos = plan.pace() instanceof Pace.Open open ? 1e9 / open.perSecond() : 0;
        long start = System.nanoTime();
        long acknowledged = start;
        for (long i = 0; sending; ) {
            long now = System.nanoTime();
            while (gapNanos > 0 && sending && start + (long) (i * gapNanos) <= now) {
                long planned = start + (long) (i * gapNanos);
                Lane lane = lanes.get((int) (i++ % lanes.size()));
                lane.sender.execute(() -> lane.send(planned, tally, true));
            }
            if (plan.receipts() && now - acknowledged > ACKNOWLEDGE_EVERY.toNanos()) {
                all.forEach(Peer::acknowledge);
                acknowledged = now;
            }
            LockSupport.parkNanos(100_000);
        }
    }

    @Override
    public void accepted(Peer peer, int requestId) {
        Lane lane = Objects.requireNonNull(laneOf.get(peer), "only senders are answered");
        lane.accepted(requestId, tally);
        next(lane);
    }

    @Override
    public void refused(Peer peer, int requestId, Problem problem) {
        refusals.merge(problem.getCode(), 1, Integer::sum);
        tally.refused.increment();
        Lane lane = laneOf.get(peer);
        if (requestId != 0 && lane != null) {
            next(lane);
        }
    }

    private void next(Lane lane) {
        if (sending && plan.pace() instanceof Pace.Closed) {
            lane.send(System.nanoTime(), tally, true);
        }
    }

    @Override
    public void delivered(Peer peer, Message message) {
        if (message.getSender().equals(peer.user) || !message.getContent().hasText()) {
            return;
        }
        Letter letter = Letter.read(message.getContent());
        Ledger ledger = Objects.requireNonNull(ledgers.get(peer)).computeIfAbsent(letter.lane(), lane -> new Ledger());
        if (ledger.note(letter.number(), message.getSequence(), repeated, reordered)) {
            arrivals.increment();
            tally.delivered(letter.plannedNanos());
        }
    }

    private void drain() throws InterruptedException {
        long deadline = System.nanoTime() + DRAIN.toNanos();
        long last = -1;
        long quietSince = System.nanoTime();
        while (System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
            long now = arrivals.sum() + tally.accepted.sum();
            if (now != last) {
                last = now;
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > TimeUnit.SECONDS.toNanos(2)) {
                return;
            }
        }
    }

    private RunReport.Checks checks() {
        long lost = 0;
        for (Lane lane : lanes) {
            for (var recipient : ledgers.entrySet()) {
                Ledger ledger = recipient.getValue().get(lane.index);
                if (ledger != null) {
                    lost += ledger.missing(lane.accepted());
                } else if (recipient.getKey() != lane.sender && plan.shape() instanceof Shape.Group) {
                    lost += lane.accepted().cardinality();
                }
            }
            if (plan.shape() instanceof Shape.Direct
                    && ledgers.values().stream().noneMatch(ledger -> ledger.containsKey(lane.index))) {
                lost += lane.accepted().cardinality();
            }
        }
        return new RunReport.Checks(lost, repeated.sum(), reordered.sum());
    }
}
