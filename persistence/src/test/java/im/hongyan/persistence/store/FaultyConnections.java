package im.hongyan.persistence.store;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Connections to a real database that fail when they are told to. */
public final class FaultyConnections implements ConnectionFactory {
    private final ConnectionFactory real;
    private volatile boolean away;
    private volatile boolean frozen;
    private final AtomicInteger made = new AtomicInteger();
    private volatile BooleanSupplier failBeforeCommit = () -> false;
    private volatile BooleanSupplier failAfterCommit = () -> false;

    public FaultyConnections(ConnectionFactory real) {
        this.real = real;
    }

    /** Whether connections are refused. */
    public void away(boolean refused) {
        away = refused;
    }

    /** Whether connections are neither made nor refused. */
    public void frozen(boolean silent) {
        frozen = silent;
    }

    /** Decides for each commit whether it fails and nothing is stored. */
    public void failBeforeCommit(BooleanSupplier decision) {
        failBeforeCommit = decision;
    }

    /** Decides for each commit whether it fails although everything is stored. */
    public void failAfterCommit(BooleanSupplier decision) {
        failAfterCommit = decision;
    }

    /** How often a connection was asked for. */
    public int asked() {
        return made.get();
    }

    @Override
    public Publisher<? extends Connection> create() {
        return Mono.defer(() -> {
            made.incrementAndGet();
            if (away) {
                return Mono.error(broken());
            }
            return frozen ? Mono.never() : Mono.from(real.create()).map(this::faulty);
        });
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return real.getMetadata();
    }

    private Connection faulty(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commitTransaction")) {
                        return commit(connection);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private Publisher<Void> commit(Connection connection) {
        return Mono.defer(() -> {
            if (failBeforeCommit.getAsBoolean()) {
                return Mono.error(broken());
            }
            Mono<Void> commit = Mono.from(connection.commitTransaction());
            return failAfterCommit.getAsBoolean() ? commit.then(Mono.error(broken())) : commit;
        });
    }

    private static R2dbcNonTransientResourceException broken() {
        return new R2dbcNonTransientResourceException("the connection broke, as planned");
    }
}
