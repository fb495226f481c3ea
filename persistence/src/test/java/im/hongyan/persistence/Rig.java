package im.hongyan.persistence;

import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.event.EventBatch;
import im.hongyan.link.event.EventSource;
import im.hongyan.link.redis.Redis;
import im.hongyan.link.redis.RedisProperties;
import im.hongyan.local.TestServers;
import im.hongyan.persistence.delivery.FakeGateways;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.log.LogRow;
import im.hongyan.persistence.log.Span;
import im.hongyan.persistence.store.HeadRepository;
import im.hongyan.persistence.store.MessageRepository;
import im.hongyan.wire.frame.Message;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MapPropertySource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** One process of this application as it is wired, on a real database and a real Redis; broker and gateways are played. */
public final class Rig implements AutoCloseable {
    private static final Redis REDIS = Redis.connect(RedisProperties.of(TestServers.redis()));

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final Sinks.Many<EventBatch> shards = Sinks.many().unicast().onBackpressureBuffer();

    private Rig(Setup setup) {
        Map<String, Object> properties = new HashMap<>(setup.properties);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.registerBean(ConnectionFactory.class, () -> setup.connections);
        context.registerBean(FakeGateways.class, () -> setup.gateways);
        context.registerBean(CallHandlers.class, CallHandlers::new);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(PlayedShards.class, PlayedShards::new);
        RootBeanDefinition redis = new RootBeanDefinition();
        redis.setTargetType(
                ResolvableType.forClassWithGenerics(StatefulRedisConnection.class, String.class, byte[].class));
        redis.setInstanceSupplier(() -> setup.redis);
        redis.setDestroyMethodName("");
        context.registerBeanDefinition("redis", redis);
        VirtualTimeScheduler timer = setup.timer;
        if (timer != null) {
            context.registerBean(
                    "messageLogTimer", Scheduler.class, () -> timer, definition -> definition.setDestroyMethodName(""));
        }
        context.register(PersistenceConfiguration.class);
        context.refresh();
    }

    /** What a process is started on. */
    public static final class Setup {
        private final ConnectionFactory connections;
        private FakeGateways gateways = new FakeGateways();
        private StatefulRedisConnection<String, byte[]> redis = REDIS.connection();
        private @Nullable VirtualTimeScheduler timer;
        private final Map<String, Object> properties = new HashMap<>(Map.of(
                "hongyan.persistence.message.retry-first", "20ms",
                "hongyan.persistence.message.retry-most", "100ms"));

        private Setup(ConnectionFactory connections) {
            this.connections = connections;
        }

        public Setup gateways(FakeGateways played) {
            gateways = played;
            return this;
        }

        public Setup redis(StatefulRedisConnection<String, byte[]> connection) {
            redis = connection;
            return this;
        }

        public Setup timer(VirtualTimeScheduler virtual) {
            timer = virtual;
            return this;
        }

        public Setup with(String property, Object value) {
            properties.put("hongyan.persistence." + property, value.toString());
            return this;
        }

        public Rig start() {
            return new Rig(this);
        }
    }

    public static Setup on(ConnectionFactory connections) {
        return new Setup(connections);
    }

    public static StatefulRedisConnection<String, byte[]> sharedRedis() {
        return REDIS.connection();
    }

    /** Gives batches to this process, in order. */
    public void deliver(EventBatch... batches) {
        for (EventBatch batch : batches) {
            shards.emitNext(batch, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(5)));
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public FakeGateways gateways() {
        return bean(FakeGateways.class);
    }

    public double count(String meter) {
        return bean(MeterRegistry.class).get(meter).counter().count();
    }

    /** Everything stored in a conversation, whether readers may see it yet or not, as {@code number:clientMessageId}. */
    public List<String> log(ConversationKey conversation) {
        List<LogRow> rows = new ArrayList<>();
        bean(MessageRepository.class)
                .read(new Span(conversation, 0, Long.MAX_VALUE, false), 100_000, rows::add)
                .block();
        return rows.stream().map(Rig::describe).toList();
    }

    public Head head(ConversationKey conversation) {
        return bean(HeadRepository.class)
                .heads(List.of(conversation))
                .block()
                .getOrDefault(conversation, new Head(conversation, 0, 0, -1));
    }

    private static String describe(LogRow row) {
        try {
            Message message = Message.parseFrom(row.body());
            if (message.getSequence() != row.sequence()) {
                throw new AssertionError("the body says " + message.getSequence() + ", the row " + row.sequence());
            }
            return row.sequence() + ":" + message.getClientMessageId();
        } catch (com.google.protobuf.InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    /** Waits until something holds, 10 s at the most. */
    public static void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within 60 s: " + what);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        }
    }

    /** Ends this process without any courtesy: what it has not settled it never will. */
    @Override
    public void close() {
        context.close();
    }

    /** Loses the broker, with a negative number, or is with it in another life. */
    public void life(long life) {
        bean(PlayedShards.class).life = life;
    }

    private final class PlayedShards implements EventSource {
        private volatile long life;

        @Override
        public long life() {
            return life;
        }

        @Override
        public Flux<EventBatch> messageShards(int prefetch) {
            return shards.asFlux();
        }

        @Override
        public Flux<EventBatch> node(String node) {
            return Flux.never();
        }
    }
}
