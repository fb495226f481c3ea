package im.hongyan.core.message;

import im.hongyan.core.log.LogClient;
import im.hongyan.core.message.sequence.Claim;
import im.hongyan.core.message.sequence.Rate;
import im.hongyan.core.message.sequence.Rates;
import im.hongyan.core.message.sequence.Run;
import im.hongyan.core.message.sequence.Sequencer;
import im.hongyan.core.message.sequence.Verdict;
import im.hongyan.core.refusal.Failures;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.FoundMessage;
import im.hongyan.link.proto.LogHead;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings every claim of a run to an answer:
 *
 * <pre>
 * ask the sequencer ─ numbered ──→ {@link Publication} → accepted
 *        ▲            ├ known ────→ accepted, duplicate
 *        │            ├ conflict ─→ IDEMPOTENCY_CONFLICT
 *        │            ├ too soon ─→ RATE_LIMITED
 *        └────────────┴ undecided → ask the store (look-up, seed), then again
 * </pre>
 *
 * While one claim is undecided no later one of the run takes a number, so the order of the sender holds.
 */
@Component
final class Settlement {
    /** Late, look-up, seed, and a race with another core in each. */
    private static final int MAX_ROUNDS = 6;

    private final Sequencer sequencer;
    private final Publication publication;
    private final LogClient log;
    private final long answerAgeNanos;
    private final long seedJump;
    private final Counter tooSoon;

    Settlement(
            Sequencer sequencer,
            Publication publication,
            LogClient log,
            MessageProperties properties,
            MeterRegistry meters) {
        this.sequencer = sequencer;
        this.publication = publication;
        this.log = log;
        this.answerAgeNanos = properties.answerAge().toNanos();
        this.seedJump = properties.seedJump();
        this.tooSoon = Counter.builder("hongyan.core.message.too-soon")
                .baseUnit("sends")
                .description("Sends that were refused because their user or tenant had sent too many")
                .register(meters);
    }

    /** One answer a claim, as they come. Never errors. */
    Flux<Settled> settle(Run run) {
        return settle(run, null, MAX_ROUNDS);
    }

    /**
     * The same for claims that may have been sent before, by who may send no more: what was not sent before is refused
     * with this and takes no number. Never errors.
     */
    Flux<Settled> settleKnown(Run run, Refused closed) {
        return settle(run, closed, MAX_ROUNDS);
    }

    private Flux<Settled> settle(Run run, @Nullable Refused closed, int rounds) {
        if (run.claims().isEmpty()) {
            return Flux.empty();
        }
        if (rounds == 0) {
            return refuse(
                    run, new Refused(Failures.retryable(ErrorCode.BUSY, "too many senders race for this message")));
        }
        return sequencer
                .ask(run)
                .map(ruling -> sort(run, ruling))
                .flatMapMany(sorted -> Flux.merge(
                        Flux.fromIterable(sorted.decided)
                                .flatMap(settled -> settled, run.claims().size()),
                        unravel(sorted, closed)
                                .flatMapMany(known -> Flux.merge(
                                        Flux.fromIterable(known.answered), settle(known.rest, closed, rounds - 1)))
                                .onErrorResume(failure -> refuse(sorted.undecided, failure))))
                .onErrorResume(failure -> refuse(run, failure));
    }

    private static Flux<Settled> refuse(Run run, Throwable failure) {
        return Flux.fromIterable(run.claims()).map(claim -> Settled.refused(claim, failure));
    }

    // ---- what the sequencer said ---------------------------------------------------------------------------------

    /**
     * @param decided the answers that are certain or being published, in order
     * @param undecided what must be asked again
     * @param questions of the undecided, those that the store must answer first
     */
    private record Sorted(List<Mono<Settled>> decided, Run undecided, List<Claim> questions, boolean seedMissing) {}

    private Sorted sort(Run run, Sequencer.Ruling ruling) {
        Sorting sorting = new Sorting(run.rates(), ruling.askedAtNanos());
        for (int i = 0; i < run.claims().size(); i++) {
            sorting.take(run.claims().get(i), ruling.verdicts().get(i));
        }
        return sorting.of(run);
    }

    /** Lays each claim where its verdict says. */
    private final class Sorting {
        private final List<Mono<Settled>> decided = new ArrayList<>();
        private final List<Claim> undecided = new ArrayList<>();
        private final List<Claim> questions = new ArrayList<>();
        private boolean seedMissing;
        private final Rates rates;
        private final long askedAtNanos;
        private final boolean late;

        Sorting(Rates rates, long askedAtNanos) {
            this.rates = rates;
            this.askedAtNanos = askedAtNanos;
            this.late = System.nanoTime() - askedAtNanos > answerAgeNanos;
        }

        void take(Claim claim, Verdict verdict) {
            switch (verdict) {
                case Verdict.Numbered numbered -> publish(claim, Taken.now(numbered, askedAtNanos));
                case Verdict.Unconfirmed again -> publish(claim, Taken.before(again, askedAtNanos));
                case Verdict.Known known ->
                    answer(Settled.accepted(claim, known.sequence(), known.timeMillis(), known.messageId()));
                case Verdict.Conflict conflict -> answer(Settled.refused(claim, Publication.conflict()));
                case Verdict.TooSoon soon -> {
                    tooSoon.increment();
                    answer(Settled.refused(claim, tooSoon(soon, rates)));
                }
                case Verdict.Stale stale -> question(claim.notInStore(stale.sequence()));
                case Verdict.Unknown unknown -> question(claim.notInStore(0));
                case Verdict.Unseeded unseeded -> {
                    seedMissing = true;
                    undecided.add(claim);
                }
                case Verdict.Waiting waiting -> undecided.add(claim);
            }
        }

        Sorted of(Run run) {
            return new Sorted(decided, run.withClaims(undecided), questions, seedMissing);
        }

        private void publish(Claim claim, Taken taken) {
            if (late) {
                undecided.add(claim);
            } else {
                decided.add(publication.of(claim, taken));
            }
        }

        private void answer(Settled settled) {
            decided.add(Mono.just(settled));
        }

        private void question(Claim claim) {
            undecided.add(claim);
            questions.add(claim);
        }
    }

    private static Refused tooSoon(Verdict.TooSoon soon, Rates rates) {
        Rate rate = soon.ofTenant() ? rates.tenant() : rates.user();
        String rule = "%s sends at most %d messages in a row and then %d a second"
                .formatted(soon.ofTenant() ? "an app" : "a user", rate.burst(), rate.perSecond());
        return new Refused(Problems.retryAfter(ErrorCode.RATE_LIMITED, rule, soon.waitMillis()));
    }

    // ---- what the store says ------------------------------------------------------------------------------------

    private record Known(List<Settled> answered, Run rest) {}

    private Mono<Known> unravel(Sorted sorted, @Nullable Refused closed) {
        Mono<List<FoundMessage>> found = sorted.questions.isEmpty()
                ? Mono.just(List.of())
                : log.find(
                        sorted.undecided.key().tenant(),
                        sorted.questions.stream()
                                .map(claim -> claim.draft().storeKey())
                                .toList());
        Mono<Long> seed = sorted.seedMissing
                ? log.head(sorted.undecided.key()).map(this::seed)
                : Mono.just(sorted.undecided.seed());
        return Mono.zip(found, seed, (messages, start) -> split(sorted, messages, start, closed));
    }

    private Known split(Sorted sorted, List<FoundMessage> messages, long seed, @Nullable Refused closed) {
        List<Settled> answered = new ArrayList<>();
        List<Claim> rest = new ArrayList<>(sorted.undecided.claims());
        for (int i = 0; i < messages.size(); i++) {
            FoundMessage message = messages.get(i);
            Claim claim = sorted.questions.get(i);
            Settled answer = message.getFound() ? publication.stored(claim, message) : refusal(claim, closed);
            if (answer != null) {
                rest.removeIf(other -> other.index() == claim.index());
                answered.add(answer);
            }
        }
        return new Known(answered, sorted.undecided.withClaims(rest).withSeed(seed));
    }

    /** None for what had a number once: it was let in then, and may be on its way to the store. */
    private static @Nullable Settled refusal(Claim claim, @Nullable Refused closed) {
        return closed == null || claim.spent() != 0 ? null : Settled.refused(claim, closed);
    }

    /** A log without a single message starts at the beginning; any other above what may still be on its way to it. */
    private long seed(LogHead head) {
        long top = Math.max(head.getTop(), head.getHead());
        return top == 0 ? 0 : top + seedJump;
    }
}
