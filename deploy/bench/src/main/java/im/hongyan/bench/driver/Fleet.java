package im.hongyan.bench.driver;

import im.hongyan.bench.plan.Plan;
import im.hongyan.bench.plan.Result;
import im.hongyan.bench.plan.Target;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Text;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Many connections to one server, on a fixed number of threads. Used from one thread, which it lets wait. {@link #close}
 * drops the connections.
 */
public final class Fleet implements AutoCloseable {
    private static final int CONNECTING_AT_ONCE = 128;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int CONNECTIONS_EACH_LOCAL_ADDRESS = 10_000;
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);
    private static final Duration LEAD = Duration.ofMillis(200);
    private static final Duration DRAIN_STEP = Duration.ofMillis(100);

    private final Endpoint endpoint;
    private final EventLoopGroup group;
    private final Class<? extends SocketChannel> channelType;
    private final List<Share> shares = new ArrayList<>();
    private final Map<String, Device> devices = new HashMap<>();
    private int rounds;

    public Fleet(Endpoint endpoint, int threads) {
        this.endpoint = endpoint;
        boolean epoll = Epoll.isAvailable();
        group = epoll ? new EpollEventLoopGroup(threads) : new NioEventLoopGroup(threads);
        channelType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        for (EventExecutor loop : group) {
            shares.add(new Share((EventLoop) loop));
        }
    }

    /**
     * Connects one device for each user, some at a time; returns when all are welcome.
     *
     * @throws RefusedException when the server refuses one of them
     * @throws UnansweredException when no server answers there
     */
    public void connect(List<String> users) {
        List<CompletableFuture<Void>> connecting = new ArrayList<>();
        for (String user : users) {
            connecting.add(connect(user));
            if (connecting.size() >= CONNECTING_AT_ONCE) {
                Waiting.forResult(connecting.removeFirst());
            }
        }
        connecting.forEach(Waiting::forResult);
    }

    private CompletableFuture<Void> connect(String user) {
        Share share = shares.get(devices.size() % shares.size());
        Hello hello = Hello.newBuilder()
                .setCredential(DevelopmentToken.of(Ids.DEFAULT_TENANT, user, Instant.now(), TOKEN_LIFE))
                .setDevice("bench")
                .setPlatform("bench")
                .build();
        Device device = new Device(user, hello, share);
        devices.put(user, device);
        share.ask(() -> share.devices().add(device));
        Bootstrap bootstrap = new Bootstrap()
                .group(share.loop())
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new FleetChannel(endpoint, device));
        ChannelFuture unused = dial(bootstrap).addListener(done -> {
            if (!done.isSuccess()) {
                device.ready().completeExceptionally(done.cause());
            }
        });
        return device.ready()
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof RefusedException
                                ? failure
                                : new UnansweredException(
                                        "no Hongyan server at " + endpoint + " (" + failure.getMessage() + ")",
                                        failure)));
    }

    /** The ports of one local address run out, so on loopback the next of 127.0.0.x is used after some thousands. */
    private ChannelFuture dial(Bootstrap bootstrap) {
        InetSocketAddress remote = new InetSocketAddress(endpoint.host(), endpoint.port());
        int local = devices.size() / CONNECTIONS_EACH_LOCAL_ADDRESS;
        if (local == 0 || !remote.getAddress().isLoopbackAddress()) {
            return bootstrap.connect(remote);
        }
        return bootstrap.connect(remote, new InetSocketAddress("127.0.0." + (1 + local), 0));
    }

    /**
     * Runs one round; all users of the plan are connected.
     *
     * @param atMeasuredStart runs when the measured part begins, {@code atMeasuredEnd} when it ends
     * @param drain how long to wait for the next of the last answers and deliveries; what has not come then is lost
     */
    public Result run(Plan plan, Runnable atMeasuredStart, Runnable atMeasuredEnd, Duration drain) {
        if (plan.targets().stream().map(Target::sender).distinct().count()
                < plan.targets().size()) {
            throw new IllegalArgumentException("a user sends to one conversation in a round");
        }
        String run = Long.toString(System.currentTimeMillis() & 0xFFFFFF, 36) + Integer.toString(rounds++, 36);
        Round round = new Round(run, System.nanoTime() + LEAD.toNanos(), plan);
        List<Sender> senders = prepare(round);
        shares.forEach(share -> {
            ScheduledFuture<?> unused = share.loop().schedule(share::start, -round.now(), TimeUnit.NANOSECONDS);
        });
        Waiting.forNanos(plan.warmUp().toNanos() - round.now());
        atMeasuredStart.run();
        Waiting.forNanos(round.endNanos() - round.now());
        atMeasuredEnd.run();
        drain(senders, drain);
        return result(senders);
    }

    private void drain(List<Sender> senders, Duration patience) {
        long owed = owed(senders);
        long deadline = System.nanoTime() + patience.toNanos();
        while (owed > 0 && System.nanoTime() < deadline) {
            Waiting.forNanos(DRAIN_STEP.toNanos());
            long still = owed(senders);
            if (still != owed) {
                owed = still;
                deadline = System.nanoTime() + patience.toNanos();
            }
        }
    }

    private List<Sender> prepare(Round round) {
        Content content = Content.newBuilder()
                .setText(Text.newBuilder().setText("x".repeat(round.plan().textBytes())))
                .build();
        shares.forEach(share -> share.ask(() -> {
            share.join(round);
            return share;
        }));
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < round.plan().targets().size(); i++) {
            Device device = device(round.plan().targets().get(i).sender());
            Share share = device.share();
            Sender sender = new Sender(round, i, device, share, content);
            senders.add(sender);
            share.ask(() -> {
                share.add(sender);
                device.become(sender);
                return sender;
            });
        }
        return senders;
    }

    private Device device(String user) {
        return Objects.requireNonNull(devices.get(user), () -> user + " is not connected");
    }

    // ---- counting

    /** Connections that were lost since the last round began. */
    public long disconnects() {
        return shares.stream()
                .mapToLong(share -> share.ask(() -> share.tally.disconnects))
                .sum();
    }

    private long owed(List<Sender> senders) {
        return missing(senders) + unanswered();
    }

    private long unanswered() {
        return shares.stream()
                .mapToLong(share -> share.ask(() ->
                        share.senders().stream().mapToLong(Sender::unanswered).sum()))
                .sum();
    }

    /** Accepted messages that a receiver lacks. */
    private long missing(List<Sender> senders) {
        List<BitSet> accepted = senders.stream()
                .map(sender -> device(sender.target().sender()).share().ask(() ->
                        (BitSet) sender.accepted().clone()))
                .toList();
        return shares.stream()
                .mapToLong(share -> share.ask(() -> missing(share, senders, accepted)))
                .sum();
    }

    private long missing(Share share, List<Sender> senders, List<BitSet> accepted) {
        long missing = 0;
        for (Sender sender : senders) {
            for (String receiver : sender.target().receivers()) {
                Device device = device(receiver);
                if (device.share() == share) {
                    BitSet lacking = (BitSet) accepted.get(sender.index()).clone();
                    lacking.andNot(device.received(sender.index()));
                    missing += lacking.cardinality();
                }
            }
        }
        return missing;
    }

    private Result result(List<Sender> senders) {
        Tally all = new Tally();
        long[] measured = new long[3];
        for (Share share : shares) {
            share.ask(() -> {
                all.add(share.tally);
                share.senders().forEach(sender -> {
                    measured[0] += sender.measured();
                    measured[1] += sender.acceptedMeasured();
                });
                share.devices().forEach(device -> measured[2] += device.deliveredMeasured());
                return all;
            });
        }
        return new Result(
                all.answers,
                all.deliveries,
                all.refusals,
                all.sent,
                all.resent,
                all.accepted,
                all.delivered,
                measured[0],
                measured[1],
                measured[2],
                missing(senders),
                all.repeated,
                all.outOfOrder,
                unanswered(),
                all.disconnects);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
