package im.hongyan.core.rig;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import im.hongyan.link.call.CallClient;
import im.hongyan.link.call.CallException;
import im.hongyan.link.call.Calls;
import im.hongyan.link.call.Route;
import im.hongyan.link.proto.FindMessages;
import im.hongyan.link.proto.FindTargets;
import im.hongyan.link.proto.FoundMessage;
import im.hongyan.link.proto.FoundMessages;
import im.hongyan.link.proto.FoundTarget;
import im.hongyan.link.proto.FoundTargets;
import im.hongyan.link.proto.LogActivities;
import im.hongyan.link.proto.LogActivity;
import im.hongyan.link.proto.LogHead;
import im.hongyan.link.proto.LogHeads;
import im.hongyan.link.proto.LogOverview;
import im.hongyan.link.proto.LogOverviews;
import im.hongyan.link.proto.LogPage;
import im.hongyan.link.proto.LogView;
import im.hongyan.link.proto.MessageEvent;
import im.hongyan.link.proto.ReadHeads;
import im.hongyan.link.proto.ReadLog;
import im.hongyan.link.proto.ReadOverviews;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Persistence's door with a log in memory. Stores what it is given as it is, pages of {@link #PAGE} messages. */
public final class LogDouble implements CallClient {
    public static final int PAGE = 3;

    private final List<MessageEvent> stored = new CopyOnWriteArrayList<>();
    private final Map<Long, List<String>> reactions = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean away;

    /** A test decides when a published event is stored. */
    public void store(ByteString event) {
        try {
            stored.add(MessageEvent.parseFrom(event));
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    /** Somebody reacts to the messages of this number. */
    public void react(long sequence, String reaction) {
        reactions
                .computeIfAbsent(sequence, first -> new CopyOnWriteArrayList<>())
                .add(reaction);
    }

    public List<MessageEvent> stored() {
        return stored;
    }

    /** How often it was asked. */
    public int calls() {
        return calls.get();
    }

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    @Override
    public <Q extends MessageLite, R extends MessageLite> Mono<R> call(Route<Q, R> route, Q request) {
        return Mono.from(answer(route, request));
    }

    @Override
    public <Q extends MessageLite, R extends MessageLite> Flux<R> stream(Route<Q, R> route, Q request) {
        return Flux.from(answer(route, request));
    }

    @SuppressWarnings("unchecked")
    private <Q extends MessageLite, R extends MessageLite> Publisher<R> answer(Route<Q, R> route, Q request) {
        return Flux.defer(() -> {
            calls.incrementAndGet();
            if (away) {
                return Flux.error(new CallException(ErrorCode.SERVICE_UNAVAILABLE, "away"));
            }
            Flux<? extends MessageLite> reply =
                    switch (request) {
                        case ReadHeads heads ->
                            Flux.just(
                                    route.name().equals(Calls.READ_ACTIVITIES.name())
                                            ? activities(heads)
                                            : heads(heads));
                        case ReadOverviews views -> Flux.just(overviews(views));
                        case FindMessages find -> Flux.just(find(find));
                        case FindTargets find -> Flux.just(targets(find));
                        case ReadLog read -> Flux.fromIterable(read(read));
                        default -> throw new IllegalArgumentException(route.name());
                    };
            return (Flux<R>) reply;
        });
    }

    private LogHeads heads(ReadHeads question) {
        LogHeads.Builder heads = LogHeads.newBuilder();
        for (String conversation : question.getConversationsList()) {
            long top = top(question.getTenant(), conversation);
            heads.addHeads(LogHead.newBuilder().setHead(top).setTop(top));
        }
        return heads.build();
    }

    private LogActivities activities(ReadHeads question) {
        LogActivities.Builder activities = LogActivities.newBuilder();
        for (String conversation : question.getConversationsList()) {
            activities.addActivities(shown(question.getTenant(), conversation)
                    .max(Comparator.comparingLong(MessageEvent::getSequence))
                    .map(event -> LogActivity.newBuilder()
                            .setSequence(event.getSequence())
                            .setTime(event.getTime())
                            .build())
                    .orElse(LogActivity.getDefaultInstance()));
        }
        return activities.build();
    }

    private LogOverviews overviews(ReadOverviews question) {
        LogOverviews.Builder overviews = LogOverviews.newBuilder();
        for (LogView view : question.getViewsList()) {
            long until = view.getUntil() == 0 ? Long.MAX_VALUE : view.getUntil();
            List<MessageEvent> seen = shown(question.getTenant(), view.getConversation())
                    .filter(event -> event.getSequence() > view.getAfter() && event.getSequence() <= until)
                    .sorted(Comparator.comparingLong(MessageEvent::getSequence))
                    .toList();
            List<MessageEvent> unread = seen.stream()
                    .filter(event -> event.getCounts()
                            && event.getSequence() > view.getRead()
                            && !event.getSender().equals(question.getReader()))
                    .toList();
            overviews.addOverviews(LogOverview.newBuilder()
                    .setHead(top(question.getTenant(), view.getConversation()))
                    .setLast(seen.isEmpty() ? ByteString.EMPTY : seen.getLast().getMessage())
                    .setUnread(unread.size())
                    .setMentioned(unread.stream()
                            .filter(event -> event.getMentionsList().contains(question.getReader())
                                    || event.getMentionsList().contains(""))
                            .mapToLong(MessageEvent::getSequence)
                            .findFirst()
                            .orElse(0)));
        }
        return overviews.build();
    }

    private Stream<MessageEvent> shown(String tenant, String conversation) {
        return stored.stream()
                .filter(event -> event.getTenant().equals(tenant)
                        && event.getConversation().equals(conversation)
                        && (event.getCounts() || event.getSender().isEmpty()));
    }

    private FoundMessages find(FindMessages question) {
        FoundMessages.Builder found = FoundMessages.newBuilder();
        for (var key : question.getKeysList()) {
            found.addMessages(stored.stream()
                    .filter(event -> event.getTenant().equals(question.getTenant())
                            && event.getConversation().equals(key.getConversation())
                            && event.getSender().equals(key.getSender())
                            && event.getClientMessageId().equals(key.getClientMessageId()))
                    .findFirst()
                    .map(event -> FoundMessage.newBuilder()
                            .setFound(true)
                            .setSequence(event.getSequence())
                            .setMessageId(event.getMessageId())
                            .setTime(event.getTime())
                            .setPayloadHash(event.getPayloadHash())
                            .build())
                    .orElse(FoundMessage.getDefaultInstance()));
        }
        return found.build();
    }

    private FoundTargets targets(FindTargets question) {
        FoundTargets.Builder found =
                FoundTargets.newBuilder().setHead(top(question.getTenant(), question.getConversation()));
        for (long sequence : question.getSequencesList()) {
            found.addTargets(stored.stream()
                    .filter(event -> event.getTenant().equals(question.getTenant())
                            && event.getConversation().equals(question.getConversation())
                            && event.getSequence() == sequence)
                    .findFirst()
                    .map(this::target)
                    .orElse(FoundTarget.getDefaultInstance()));
        }
        return found.build();
    }

    private FoundTarget target(MessageEvent event) {
        try {
            Message message = Message.parseFrom(event.getMessage());
            return FoundTarget.newBuilder()
                    .setFound(true)
                    .setSender(message.getSender())
                    .setMessageId(message.getMessageId())
                    .setTime(message.getTime())
                    .setKind(message.getContent().getKindCase().getNumber())
                    .addAllReactions(reactions.getOrDefault(event.getSequence(), List.of()))
                    .build();
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private List<LogPage> read(ReadLog question) {
        long top = top(question.getTenant(), question.getConversation());
        long ceiling = question.getUntil() == 0 ? top : Math.min(top, question.getUntil());
        List<MessageEvent> matching = new ArrayList<>(stored.stream()
                .filter(event -> event.getTenant().equals(question.getTenant())
                        && event.getConversation().equals(question.getConversation())
                        && event.getSequence() > question.getAfter()
                        && event.getSequence() <= ceiling
                        && (question.getBefore() == 0 || event.getSequence() < question.getBefore()))
                .sorted(Comparator.comparingLong(MessageEvent::getSequence))
                .toList());
        return question.getDescending()
                ? descending(question, matching, top, ceiling)
                : ascending(question, matching, top, ceiling);
    }

    private static List<LogPage> ascending(ReadLog question, List<MessageEvent> matching, long top, long ceiling) {
        int limit = question.getLimit() == 0 ? Integer.MAX_VALUE : question.getLimit();
        boolean all = matching.size() <= limit;
        List<MessageEvent> chosen = all ? matching : matching.subList(0, limit);
        List<LogPage> pages = new ArrayList<>();
        long after = question.getAfter();
        for (int i = 0; i < chosen.size(); i += PAGE) {
            List<MessageEvent> part = chosen.subList(i, Math.min(i + PAGE, chosen.size()));
            boolean last = i + PAGE >= chosen.size();
            long through =
                    last && all ? Math.max(ceiling, after) : part.getLast().getSequence();
            pages.add(page(part, after, through, top));
            after = through;
        }
        if (pages.isEmpty()) {
            pages.add(page(List.of(), after, Math.max(ceiling, after), top));
        }
        return pages;
    }

    private static List<LogPage> descending(ReadLog question, List<MessageEvent> matching, long top, long ceiling) {
        int limit = question.getLimit() == 0 ? Integer.MAX_VALUE : question.getLimit();
        boolean all = matching.size() <= limit;
        List<MessageEvent> chosen = all ? matching : matching.subList(matching.size() - limit, matching.size());
        List<LogPage> pages = new ArrayList<>();
        long through = question.getBefore() == 0 ? ceiling : Math.min(ceiling, question.getBefore() - 1);
        for (int end = chosen.size(); end > 0; end -= PAGE) {
            List<MessageEvent> part = chosen.subList(Math.max(0, end - PAGE), end);
            boolean last = end - PAGE <= 0;
            long after = last && all ? question.getAfter() : part.getFirst().getSequence() - 1;
            pages.add(page(part, after, through, top));
            through = after;
        }
        if (pages.isEmpty()) {
            pages.add(page(List.of(), question.getAfter(), Math.max(through, question.getAfter()), top));
        }
        return pages;
    }

    private static LogPage page(List<MessageEvent> events, long after, long through, long head) {
        LogPage.Builder page =
                LogPage.newBuilder().setAfter(after).setThrough(through).setHead(head);
        for (MessageEvent event : events) {
            page.addMessages(event.getMessage()).addSequences(event.getSequence());
        }
        return page.build();
    }

    private long top(String tenant, String conversation) {
        return stored.stream()
                .filter(event -> event.getTenant().equals(tenant)
                        && event.getConversation().equals(conversation))
                .mapToLong(MessageEvent::getSequence)
                .max()
                .orElse(0);
    }
}
