package im.hongyan.e2e.proxy;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One direction of all connections of a proxy. Its evil may change at any time from any thread. */
final class Lane {
    final LongAdder bytes = new LongAdder();
    final LongAdder held = new LongAdder();
    final LongAdder delayed = new LongAdder();
    final LongAdder split = new LongAdder();
    private final Random random;
    private volatile Evil evil = new Evil.None();
    private volatile Sinks.Empty<Void> holding = Sinks.empty();

    /** A chunk of this connection must be the last: half of it went, then both ends are reset. */
    static final class ResetException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Lane(long seed) {
        random = new Random(seed);
    }

    synchronized void become(Evil next) {
        Sinks.Empty<Void> before = holding;
        evil = next;
        before.tryEmitEmpty();
    }

    synchronized void hold() {
        Sinks.Empty<Void> next = Sinks.empty();
        become(new Evil.Hold(next.asMono()));
        holding = next;
    }

    private record Arrival(ByteBuf chunk, long at) {}

    /** The chunks as they go on. */
    Flux<ByteBuf> pass(Flux<ByteBuf> chunks) {
        return chunks.map(chunk -> new Arrival(chunk, System.nanoTime()))
                .concatMap(this::treat, 64)
                .concatWith(Mono.defer(this::closing).then(Mono.empty()))
                .doOnNext(chunk -> bytes.add(chunk.readableBytes()))
                .doOnDiscard(ByteBuf.class, ByteBuf::release)
                .doOnDiscard(Arrival.class, arrival -> arrival.chunk().release());
    }

    private Flux<ByteBuf> treat(Arrival arrival) {
        ByteBuf chunk = arrival.chunk();
        return switch (evil) {
            case Evil.None none -> once(chunk);
            case Evil.Delay delay -> {
                delayed.increment();
                Duration rest = delay.time().minusNanos(System.nanoTime() - arrival.at());
                yield Mono.delay(rest.isNegative() ? Duration.ZERO : rest)
                        .thenReturn(chunk)
                        .flux();
            }
            case Evil.Hold hold -> {
                held.increment();
                yield hold.end().thenMany(Flux.defer(() -> treat(arrival)));
            }
            case Evil.SingleBytes single -> {
                split.increment();
                yield Flux.range(0, chunk.readableBytes())
                        .map(index -> chunk.retainedSlice(chunk.readerIndex() + index, 1))
                        .doFinally(end -> chunk.release());
            }
            case Evil.Resets resets ->
                random.nextDouble() < resets.odds()
                        ? Flux.just(chunk.writerIndex(chunk.readerIndex() + chunk.readableBytes() / 2))
                                .concatWith(Mono.error(new ResetException()))
                        : once(chunk);
        };
    }

    /** Not as a scalar: of such the operator behind discards, and so releases, what it has passed on already. */
    private static Flux<ByteBuf> once(ByteBuf chunk) {
        return Flux.just(chunk).hide();
    }

    /** The end of a connection does not get through a hold either. */
    private Mono<Void> closing() {
        return evil instanceof Evil.Hold hold ? hold.end().then(Mono.defer(this::closing)) : Mono.empty();
    }
}
