package im.hongyan.core.log;

import im.hongyan.core.refusal.Failures;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.call.CallClient;
import im.hongyan.link.call.CallException;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.FindMessages;
import im.hongyan.link.proto.FindTargets;
import im.hongyan.link.proto.FoundMessage;
import im.hongyan.link.proto.FoundTargets;
import im.hongyan.link.proto.LogActivity;
import im.hongyan.link.proto.LogHead;
import im.hongyan.link.proto.LogOverview;
import im.hongyan.link.proto.LogPage;
import im.hongyan.link.proto.LogView;
import im.hongyan.link.proto.MessageKey;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.ReadHeads;
import im.hongyan.link.proto.ReadLog;
import im.hongyan.link.proto.ReadOverviews;
import im.hongyan.wire.ErrorCode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks persistence. Whatever keeps it from answering within {@link #DEADLINE} is told as a {@link Refused}: BUSY when it
 * is overloaded, else STORE_UNAVAILABLE. Safe for concurrent use.
 */
@Component
public final class LogClient {
    /** Until the answer, or the first item of it. */
    static final Duration DEADLINE = Duration.ofMillis(1_800);

    private final CallClient persistence;

    LogClient(@Qualifier("persistence") CallClient persistence) {
        this.persistence = persistence;
    }

    /** The heads of conversations of one tenant, in the order asked for; zeros where nothing is stored. */
    public Mono<List<LogHead>> heads(String tenant, Collection<String> conversations) {
        ReadHeads question = ReadHeads.newBuilder()
                .setTenant(tenant)
                .addAllConversations(conversations)
                .build();
        return persistence
                .call(Calls.READ_HEADS, question)
                .timeout(DEADLINE)
                .map(heads -> complete(heads.getHeadsList(), conversations.size()))
                .onErrorMap(LogClient::refusal);
    }

    /** The head of one conversation. */
    public Mono<LogHead> head(ConversationKey key) {
        return heads(key.tenant(), List.of(key.conversation())).map(List::getFirst);
    }

    /** When something was last said in conversations of one tenant, in the order asked for; zeros where nothing was. */
    public Mono<List<LogActivity>> activities(String tenant, List<String> conversations) {
        ReadHeads question = ReadHeads.newBuilder()
                .setTenant(tenant)
                .addAllConversations(conversations)
                .build();
        return persistence
                .call(Calls.READ_ACTIVITIES, question)
                .timeout(DEADLINE)
                .map(found -> complete(found.getActivitiesList(), conversations.size()))
                .onErrorMap(LogClient::refusal);
    }

    /** What a reader sees of conversations at a glance, in the order asked for. */
    public Mono<List<LogOverview>> overviews(Principal reader, List<LogView> views) {
        ReadOverviews question = ReadOverviews.newBuilder()
                .setTenant(reader.getTenant())
                .setReader(reader.getUser())
                .addAllViews(views)
                .build();
        return persistence
                .call(Calls.READ_OVERVIEWS, question)
                .timeout(DEADLINE)
                .map(found -> complete(found.getOverviewsList(), views.size()))
                .onErrorMap(LogClient::refusal);
    }

    /** Looks messages up by their senders' ids; answers in the order asked for. */
    public Mono<List<FoundMessage>> find(String tenant, List<MessageKey> keys) {
        FindMessages question =
                FindMessages.newBuilder().setTenant(tenant).addAllKeys(keys).build();
        return persistence
                .call(Calls.FIND, question)
                .timeout(DEADLINE)
                .map(found -> complete(found.getMessagesList(), keys.size()))
                .onErrorMap(LogClient::refusal);
    }

    /** What messages of a conversation are, without what they say; answers in the order asked for. */
    public Mono<FoundTargets> targets(ConversationKey key, Collection<Long> sequences) {
        FindTargets question = FindTargets.newBuilder()
                .setTenant(key.tenant())
                .setConversation(key.conversation())
                .addAllSequences(sequences)
                .build();
        return persistence
                .call(Calls.FIND_TARGETS, question)
                .timeout(DEADLINE)
                .doOnNext(found -> complete(found.getTargetsList(), sequences.size()))
                .onErrorMap(LogClient::refusal);
    }

    /** Reads pages; demand travels to the database. */
    public Flux<LogPage> read(ReadLog question) {
        return persistence.stream(Calls.READ_LOG, question)
                .timeout(Mono.delay(DEADLINE))
                .onErrorMap(LogClient::refusal);
    }

    private static <T> List<T> complete(List<T> answer, int asked) {
        if (answer.size() != asked) {
            throw new IllegalStateException("asked the log for " + asked + " items, it told " + answer.size());
        }
        return answer;
    }

    private static Throwable refusal(Throwable failure) {
        return switch (failure) {
            case CallException call ->
                call.code() == ErrorCode.BUSY
                        ? new Refused(Failures.retryable(ErrorCode.BUSY, "the message store is overloaded"))
                        : away();
            case TimeoutException late -> away();
            default -> failure;
        };
    }

    private static Refused away() {
        return new Refused(Failures.retryable(ErrorCode.STORE_UNAVAILABLE, "the message store does not answer"));
    }
}
