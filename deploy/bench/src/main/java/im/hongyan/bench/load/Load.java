package im.hongyan.bench.load;

import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The door of the load tool. Blocks its caller. */
public final class Load {
    private static final PeerListener SILENT = new PeerListener() {
        @Override
        public void accepted(Peer peer, int requestId) {}

        @Override
        public void refused(Peer peer, int requestId, Problem problem) {}

        @Override
        public void delivered(Peer peer, Message message) {}
    };

    private final Target target;
    private final UnaryOperator<String> tokens;
    private final Map<String, Long> servers;
    private final int threads;

    /**
     * @param tokens the credential of a user
     * @param servers name to process id of what serves, for processor time; may be empty
     * @param threads of the driver
     */
    public Load(Target target, UnaryOperator<String> tokens, Map<String, Long> servers, int threads) {
        this.target = target;
        this.tokens = tokens;
        this.servers = servers;
        this.threads = threads;
    }

    /** Makes one run. For a group run the group must exist and hold all users of the plan. */
    public RunReport run(RunPlan plan) throws Exception {
        try (Peers peers = new Peers(target, tokens, threads)) {
            return new Run(plan).go(peers, servers);
        }
    }

    /**
     * Opens idle connections and keeps them for a while.
     *
     * @return resident bytes of the first server process before and after, over the connections
     */
    public IdleReport idle(String name, int connections, Duration hold) throws Exception {
        long pid = servers.values().stream().findFirst().orElse(-1L);
        List<String> users =
                IntStream.range(0, connections).mapToObj(i -> name + "-" + i).toList();
        try (Peers peers = new Peers(target, tokens, threads)) {
            Memory before = Memory.of(pid);
            long start = System.nanoTime();
            List<Peer> open = peers.connect(users, SILENT);
            double connectSeconds = (System.nanoTime() - start) / 1e9;
            long until = System.nanoTime() + hold.toNanos();
            while (System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(Math.min(10_000, hold.toMillis()));
                open.forEach(Peer::ping);
            }
            return new IdleReport(connections, connectSeconds, before, Memory.of(pid));
        }
    }
}
