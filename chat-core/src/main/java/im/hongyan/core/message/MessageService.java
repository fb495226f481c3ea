package im.hongyan.core.message;

import im.hongyan.core.conversation.Admission;
import im.hongyan.core.conversation.ConversationService;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.message.attachment.Attachments;
import im.hongyan.core.message.change.ChangeRules;
import im.hongyan.core.message.sequence.Claim;
import im.hongyan.core.message.sequence.Draft;
import im.hongyan.core.message.sequence.Rates;
import im.hongyan.core.message.sequence.Run;
import im.hongyan.core.refusal.Failures;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResult;
import im.hongyan.link.proto.SendResults;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.content.ContentRules;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The way of a send:
 *
 * <pre>
 * rules of content → leave to send → [files that it carries] → [leave to change others] → number → publish → confirm
 *     → accepted
 * </pre>
 *
 * <p>Every send gets exactly one answer. Accepted means that the broker confirmed it. Whoever asked may go away: what was
 * begun is brought to its end.
 */
@Service
public final class MessageService {
    private final ConversationService conversations;
    private final ChangeRules changes;
    private final Attachments attachments;
    private final Settlement settlement;
    private final Rates rates;
    private final int maxInFlight;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** What only messages of some kinds are asked for. */
    @Component
    record Checks(ChangeRules changes, Attachments attachments) {}

    MessageService(
            ConversationService conversations,
            Checks checks,
            Settlement settlement,
            MessageProperties properties,
            RateProperties rates,
            MeterRegistry meters) {
        this.conversations = conversations;
        this.changes = checks.changes();
        this.attachments = checks.attachments();
        this.settlement = settlement;
        this.rates = rates.rates();
        this.maxInFlight = properties.inFlight();
        Gauge.builder("hongyan.core.message.in-flight", inFlight, AtomicInteger::get)
                .baseUnit("sends")
                .description("Sends at work; the bound is " + maxInFlight)
                .register(meters);
    }

    /** Answers every send of the batch, in its order. Sends into one conversation get rising numbers. */
    Mono<SendResults> send(SendBatch batch) {
        int sends = batch.getSendsCount();
        return Mono.defer(() -> {
            if (inFlight.addAndGet(sends) > maxInFlight) {
                inFlight.addAndGet(-sends);
                return Mono.error(new Refused(Failures.retryable(ErrorCode.BUSY, "too many sends are at work here")));
            }
            Mono<SendResults> work = work(batch).doFinally(end -> inFlight.addAndGet(-sends));
            return Mono.fromFuture(work.toFuture(), true);
        });
    }

    private Mono<SendResults> work(SendBatch batch) {
        SendResult[] results = new SendResult[batch.getSendsCount()];
        Map<String, List<Claim>> byConversation = new LinkedHashMap<>();
        for (int i = 0; i < results.length; i++) {
            Send send = batch.getSends(i);
            Problem broken = ContentRules.check(send);
            if (broken != null) {
                results[i] =
                        Settled.refused(i, send.getClientMessageId(), broken).result();
            } else {
                Draft draft = draft(batch.getPrincipal(), send);
                byConversation
                        .computeIfAbsent(draft.key().conversation(), first -> new ArrayList<>())
                        .add(Claim.of(draft, i));
            }
        }
        return Flux.fromIterable(byConversation.entrySet())
                .flatMap(run -> admitted(batch.getPrincipal(), run.getKey(), run.getValue()), results.length + 1)
                .doOnNext(settled -> results[settled.index()] = settled.result())
                .then(Mono.fromSupplier(() ->
                        SendResults.newBuilder().addAllResults(List.of(results)).build()));
    }

    private Flux<Settled> admitted(Principal sender, String conversation, List<Claim> claims) {
        return conversations
                .admit(sender, conversation)
                .onErrorMap(failure -> new Refused(Failures.problem(failure)))
                .flatMapMany(leave -> attached(sender, leave, claims))
                .onErrorResume(Refused.class, no -> refused(claims, no));
    }

    /** What a message carries can be read where the message is before it is there. Other messages do not wait for it. */
    private Flux<Settled> attached(Principal sender, Admission leave, List<Claim> claims) {
        if (claims.stream().noneMatch(claim -> Attachments.mayBeIn(claim.draft().content()))) {
            return settled(sender, leave, claims);
        }
        List<Settled> refused = new ArrayList<>();
        return Flux.fromIterable(claims)
                .concatMap(claim -> attachments
                        .attach(sender, leave.key(), claim.draft().content())
                        .thenReturn(claim)
                        .onErrorResume(failure -> {
                            refused.add(Settled.refused(claim, failure));
                            return Mono.empty();
                        }))
                .collectList()
                .flatMapMany(fit -> Flux.concat(Flux.fromIterable(refused), settled(sender, leave, fit)));
    }

    private Flux<Settled> settled(Principal sender, Admission leave, List<Claim> claims) {
        Run run = new Run(leave.key(), claims, rates, leave.isNew() ? 0 : Run.UNKNOWN_SEED);
        Refused closed = leave.closed();
        if (closed == null) {
            List<Content> contents =
                    claims.stream().map(claim -> claim.draft().content()).toList();
            return contents.stream().noneMatch(ChangeRules::concern)
                    ? settlement.settle(run)
                    : changes.check(sender, leave.key(), contents)
                            .onErrorMap(failure -> new Refused(Failures.problem(failure)))
                            .flatMapMany(refusals -> judged(run, refusals));
        }
        Map<Boolean, List<Claim>> byResend = claims.stream()
                .collect(Collectors.partitioningBy(claim -> claim.draft().resend()));
        return Flux.concat(
                refused(byResend.getOrDefault(false, List.of()), closed),
                settlement.settleKnown(run.withClaims(byResend.getOrDefault(true, List.of())), closed));
    }

    /** What was accepted before stays accepted: only what is new is refused. */
    private Flux<Settled> judged(Run run, List<Optional<Refused>> refusals) {
        List<Claim> allowed = new ArrayList<>();
        List<Flux<Settled>> answers = new ArrayList<>();
        for (int i = 0; i < refusals.size(); i++) {
            List<Claim> claim = run.claims().subList(i, i + 1);
            Refused no = refusals.get(i).orElse(null);
            if (no == null) {
                allowed.addAll(claim);
            } else {
                answers.add(
                        claim.getFirst().draft().resend()
                                ? settlement.settleKnown(run.withClaims(claim), no)
                                : refused(claim, no));
            }
        }
        answers.addFirst(settlement.settle(run.withClaims(allowed)));
        return Flux.concat(answers);
    }

    private static Flux<Settled> refused(List<Claim> claims, Refused no) {
        return Flux.fromIterable(claims).map(claim -> Settled.refused(claim, no));
    }

    private static Draft draft(Principal sender, Send send) {
        String conversation = send.hasPeer() ? Ids.direct(sender.getUser(), send.getPeer()) : send.getConversation();
        return new Draft(
                new ConversationKey(sender.getTenant(), conversation),
                sender.getUser(),
                sender.getDevice(),
                send.getClientMessageId(),
                Ids.newMessageId(System.currentTimeMillis()),
                send.getContent(),
                Draft.payloadHash(conversation, send.getContent()),
                send.getResend(),
                List.of());
    }
}
