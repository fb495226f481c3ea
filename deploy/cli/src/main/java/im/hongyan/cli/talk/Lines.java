package im.hongyan.cli.talk;

import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.Output;
import im.hongyan.client.HongyanClient;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.error.RefusedException;
import im.hongyan.wire.frame.Accepted;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Sends the lines of a stream in their order, many at a time, and prints each when it is accepted. */
final class Lines {
    private static final int IN_FLIGHT = 128;

    private final HongyanClient client;
    private final Output out;
    private final Duration within;
    private final AtomicLong numbers = new AtomicLong();
    private final Sinks.Empty<Void> failed = Sinks.empty();

    /** @param accepted null: the line was not */
    private record Answer(
            long number,
            @Nullable Accepted accepted,
            @Nullable Throwable failure) {}

    Lines(HongyanClient client, Output out, Duration within) {
        this.client = client;
        this.out = out;
        this.within = within;
    }

    /** Returns when all are accepted; else throws for the first that is not, when everything that was sent has an end. */
    void sendAll(InputStream input, Function<String, OutgoingMessage> message) {
        Answer first = read(input)
                .takeUntilOther(failed.asMono())
                .flatMapSequential(line -> answer(message.apply(line)), IN_FLIGHT)
                .doOnNext(this::print)
                .filter(answer -> answer.failure() != null)
                .reduce((one, other) -> one)
                .block();
        if (first != null && first.failure() != null) {
            throw failure(first.number(), first.failure());
        }
    }

    private Mono<Answer> answer(OutgoingMessage message) {
        long number = numbers.incrementAndGet();
        return client.send(message)
                .timeout(within)
                .map(accepted -> new Answer(number, accepted, null))
                .onErrorResume(failure -> {
                    failed.tryEmitEmpty();
                    return Mono.just(new Answer(number, null, failure));
                });
    }

    private void print(Answer answer) {
        if (answer.accepted() != null) {
            out.object(Printed.accepted(answer.accepted()));
        } else if (answer.failure() != null) {
            out.talk("hongyan: message " + answer.number() + " was not accepted: " + why(answer.failure()));
        }
    }

    private CommandFailure failure(long number, Throwable failure) {
        String what = "message " + number + " of the standard input: " + why(failure);
        return failure instanceof RefusedException refused
                ? CommandFailure.refused(refused.problem().getCode(), what)
                : CommandFailure.unreachable(what);
    }

    private String why(Throwable failure) {
        return failure instanceof TimeoutException
                ? "no answer within " + within.toSeconds() + " s; it may or may not be stored"
                : String.valueOf(failure.getMessage());
    }

    /** Read as they are asked for; a blank line is no message. */
    private static Flux<String> read(InputStream input) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        return Flux.<String>generate(sink -> {
                    try {
                        String line = reader.readLine();
                        if (line == null) {
                            sink.complete();
                        } else {
                            sink.next(line);
                        }
                    } catch (IOException e) {
                        sink.error(new UncheckedIOException(e));
                    }
                })
                .filter(line -> !line.isBlank())
                .subscribeOn(Schedulers.boundedElastic());
    }
}
