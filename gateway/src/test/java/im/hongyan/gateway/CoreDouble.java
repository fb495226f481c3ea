package im.hongyan.gateway;

import com.google.protobuf.MessageLite;
import im.hongyan.link.call.CallClient;
import im.hongyan.link.call.CallException;
import im.hongyan.link.call.Calls;
import im.hongyan.link.call.Route;
import im.hongyan.link.proto.Done;
import im.hongyan.link.proto.HeadsQuery;
import im.hongyan.link.proto.HeadsResult;
import im.hongyan.link.proto.HistoryQuery;
import im.hongyan.link.proto.HistoryResult;
import im.hongyan.link.proto.Mark;
import im.hongyan.link.proto.MarkReceipts;
import im.hongyan.link.proto.MarkedReceipts;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.OpenSession;
import im.hongyan.link.proto.OpenedSession;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.SendBatch;
import im.hongyan.link.proto.SendResult;
import im.hongyan.link.proto.SendResults;
import im.hongyan.link.proto.Stored;
import im.hongyan.link.proto.SyncQuery;
import im.hongyan.link.proto.SyncResult;
import im.hongyan.link.proto.TypingSignal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Send;
import im.hongyan.wire.frame.SyncPart;
import im.hongyan.wire.frame.Typing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The other side of the calls that a gateway makes: a tiny chat-core with a log in memory, that speaks the real records.
 * A credential {@code user:NAME} is good. What it stores it tells as the events that persistence would send.
 */
public final class CoreDouble implements CallClient {
    /** What it takes in one SYNC. */
    public static final int SYNC_CURSORS = 77;

    /** What it gives of one HISTORY. */
    public static final int PAGE_MESSAGES = 33;

    private static final int PAGE = 10;
    private static final int HEADS_PAGE = 200;

    private final Map<String, TreeMap<Long, Message>> log = new ConcurrentHashMap<>();
    private final Map<String, List<String>> groups = new ConcurrentHashMap<>();
    private final List<SendBatch> batches = new CopyOnWriteArrayList<>();
    private final List<Mark> marks = new CopyOnWriteArrayList<>();
    private final List<Integer> marksPerCall = new CopyOnWriteArrayList<>();
    private final List<Typing> signs = new CopyOnWriteArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger pages = new AtomicInteger();
    private final AtomicInteger headsAsked = new AtomicInteger();
    private volatile Consumer<NodeEvent> told = event -> {};
    private volatile @Nullable ErrorCode failure;
    private volatile boolean failsOnce;
    private volatile Mono<Void> gate = Mono.empty();
    private volatile Duration credentialLife = Duration.ZERO;
    private final Set<String> endedLogins = ConcurrentHashMap.newKeySet();

    // ---- what a test arranges and asks ------------------------------------------------------------------------

    /** Where events go. */
    public CoreDouble tells(Consumer<NodeEvent> listener) {
        told = listener;
        return this;
    }

    /** This login has ended, and no event tells it. */
    public void endLogin(String sid) {
        endedLogins.add(sid);
    }

    /** The user is in these groups from now on, and no event tells it. */
    public CoreDouble member(String user, String... groupIds) {
        groups.put(user, List.of(groupIds));
        return this;
    }

    /** From now on every call fails with this code; null: no more. */
    public void fails(@Nullable ErrorCode code) {
        failure = code;
    }

    /** The next call fails with this code. */
    public void failsOnce(ErrorCode code) {
        failure = code;
        failsOnce = true;
    }

    private @Nullable ErrorCode failure() {
        ErrorCode code = failure;
        if (failsOnce) {
            failsOnce = false;
            failure = null;
        }
        return code;
    }

    /** Credentials end after this; zero: never. */
    public void credentialsLive(Duration life) {
        credentialLife = life;
    }

    /** From now on calls wait until what is returned is completed. */
    public Sinks.Empty<Void> holds() {
        Sinks.Empty<Void> opened = Sinks.empty();
        gate = opened.asMono();
        return opened;
    }

    /** Calls from now on wait no more; those that wait already go on waiting. */
    public void open() {
        gate = Mono.empty();
    }

    public List<SendBatch> batches() {
        return batches;
    }

    public List<Mark> marks() {
        return marks;
    }

    /** How many marks each call had. */
    public List<Integer> marksPerCall() {
        return marksPerCall;
    }

    public List<Typing> signs() {
        return signs;
    }

    /** Calls that have no answer yet. */
    public int waiting() {
        return waiting.get();
    }

    /** Pages that were read by SYNC and HISTORY. */
    public int pages() {
        return pages.get();
    }

    /** How often heads were asked for. */
    public int headsAsked() {
        return headsAsked.get();
    }

    /** Stores a message as if somebody had sent it, and tells nobody. */
    public Message store(String conversation, String sender, Send send) {
        TreeMap<Long, Message> timeline = log.computeIfAbsent(conversation, key -> new TreeMap<>());
        synchronized (timeline) {
            for (Message before : timeline.values()) {
                if (before.getSender().equals(sender)
                        && before.getClientMessageId().equals(send.getClientMessageId())) {
                    return before;
                }
            }
            long sequence = timeline.isEmpty() ? 1 : timeline.lastKey() + 1;
            Message message = Message.newBuilder()
                    .setConversation(conversation)
                    .setSequence(sequence)
                    .setMessageId("m-" + conversation + "-" + sequence)
                    .setSender(sender)
                    .setClientMessageId(send.getClientMessageId())
                    .setTime(1_000 + sequence)
                    .setContent(send.getContent())
                    .build();
            timeline.put(sequence, message);
            return message;
        }
    }

    /** The event that persistence sends for a stored message. */
    public static NodeEvent stored(Message message) {
        return NodeEvent.newBuilder()
                .setTenant(Ids.DEFAULT_TENANT)
                .setStored(Stored.newBuilder()
                        .setConversation(message.getConversation())
                        .setSequence(message.getSequence())
                        .setMessage(message.toByteString()))
                .build();
    }

    /** The last number of a conversation. */
    public long head(String conversation) {
        return log.getOrDefault(conversation, new TreeMap<>()).size();
    }

    // ---- calls -------------------------------------------------------------------------------------------------

    @Override
    public <Q extends MessageLite, R extends MessageLite> Mono<R> call(Route<Q, R> route, Q request) {
        return held(() -> route.reply().parseFrom(answer(request).toByteString()))
                .doOnSubscribe(asked -> waiting.incrementAndGet())
                .doFinally(answered -> waiting.decrementAndGet());
    }

    @Override
    public <Q extends MessageLite, R extends MessageLite> Flux<R> stream(Route<Q, R> route, Q request) {
        return gate.thenMany(Flux.defer(() -> {
            ErrorCode code = failure();
            if (code != null) {
                return Flux.error(new CallException(code, "as the test wants"));
            }
            return Flux.fromIterable(parts(request))
                    .doOnNext(part -> pages.addAndGet(route.equals(Calls.HEADS) ? 0 : 1))
                    .map(part -> parse(route, part));
        }));
    }

    private <T> Mono<T> held(java.util.concurrent.Callable<T> answer) {
        return gate.then(Mono.defer(() -> {
            ErrorCode code = failure();
            return code == null ? Mono.fromCallable(answer) : Mono.error(new CallException(code, "as the test wants"));
        }));
    }

    private static <R extends MessageLite> R parse(Route<?, R> route, MessageLite part) {
        try {
            return route.reply().parseFrom(part.toByteString());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private MessageLite answer(MessageLite request) {
        return switch (request) {
            case OpenSession open -> open(open);
            case SendBatch batch -> send(batch);
            case MarkReceipts receipts -> {
                marks.addAll(receipts.getMarksList());
                marksPerCall.add(receipts.getMarksCount());
                yield MarkedReceipts.newBuilder()
                        .addAllProblems(receipts.getMarksList().stream()
                                .map(mark -> mark.getConversation().contains("foreign")
                                        ? Problems.of(ErrorCode.NOT_MEMBER, "not a member")
                                        : im.hongyan.wire.frame.Problem.getDefaultInstance())
                                .toList())
                        .build();
            }
            case TypingSignal signal -> {
                signs.add(signal.getTyping());
                yield Done.getDefaultInstance();
            }
            default -> throw new AssertionError("nobody answers " + request.getClass());
        };
    }

    private OpenedSession open(OpenSession request) {
        String credential = request.getHello().getCredential();
        if (!credential.startsWith("user:")) {
            return OpenedSession.newBuilder()
                    .setProblem(Problems.of(ErrorCode.AUTH_FAILED, "the credential is not valid"))
                    .build();
        }
        String[] parts = credential.substring("user:".length()).split("!", 2);
        String user = parts[0];
        Duration life = credentialLife;
        return OpenedSession.newBuilder()
                .setPrincipal(Principal.newBuilder()
                        .setTenant(Ids.tenant(request.getHello().getApp()))
                        .setUser(user)
                        .setDevice(request.getHello().getDevice())
                        .setSid(parts.length > 1 ? parts[1] : ""))
                .addAllGroups(groups.getOrDefault(user, List.of()))
                .setSyncCursors(SYNC_CURSORS)
                .setPageMessages(PAGE_MESSAGES)
                .setCredentialExpiresAt(life.isZero() ? 0 : System.currentTimeMillis() + life.toMillis())
                .build();
    }

    private SendResults send(SendBatch batch) {
        batches.add(batch);
        SendResults.Builder results = SendResults.newBuilder();
        List<Message> fresh = new ArrayList<>();
        for (Send send : batch.getSendsList()) {
            String user = batch.getPrincipal().getUser();
            String conversation = send.hasPeer() ? Ids.direct(user, send.getPeer()) : send.getConversation();
            if (!Ids.isClientMessageId(send.getClientMessageId())) {
                results.addResults(SendResult.newBuilder()
                        .setProblem(Problems.invalid("client_message_id", "1 to 64 of A-Z a-z 0-9 - _")));
                continue;
            }
            int before = log.getOrDefault(conversation, new TreeMap<>()).size();
            Message message = store(conversation, user, send);
            boolean duplicate = log.getOrDefault(conversation, new TreeMap<>()).size() == before;
            results.addResults(SendResult.newBuilder()
                    .setAccepted(Accepted.newBuilder()
                            .setConversation(conversation)
                            .setClientMessageId(send.getClientMessageId())
                            .setSequence(message.getSequence())
                            .setMessageId(message.getMessageId())
                            .setTime(message.getTime())
                            .setDuplicate(duplicate)));
            if (!duplicate) {
                fresh.add(message);
            }
        }
        fresh.forEach(message -> told.accept(stored(message)));
        return results.build();
    }

    private List<MessageLite> parts(MessageLite request) {
        return switch (request) {
            case SyncQuery query -> sync(query);
            case HistoryQuery query -> history(query);
            case HeadsQuery query -> heads(query);
            default -> List.of();
        };
    }

    private List<MessageLite> sync(SyncQuery query) {
        List<MessageLite> parts = new ArrayList<>();
        List<Cursor> cursors = query.getSync().getCursorsList();
        for (int i = 0; i < cursors.size(); i++) {
            parts.addAll(pages(cursors.get(i), query.getSync().getLimit(), i == cursors.size() - 1));
        }
        return parts;
    }

    private List<MessageLite> pages(Cursor cursor, int limit, boolean done) {
        TreeMap<Long, Message> timeline = log.getOrDefault(cursor.getConversation(), new TreeMap<>());
        List<Message> messages;
        long head;
        synchronized (timeline) {
            messages = List.copyOf(timeline.tailMap(cursor.getAfter(), false).values());
            head = timeline.isEmpty() ? 0 : timeline.lastKey();
        }
        if (cursor.getAfter() > head) {
            return List.of(SyncResult.newBuilder()
                    .setProblem(Problems.cursorAhead(head))
                    .build());
        }
        if (limit > 0 && messages.size() > limit) {
            messages = messages.subList(0, limit);
        }
        List<MessageLite> parts = new ArrayList<>();
        long after = cursor.getAfter();
        for (int from = 0; from == 0 || from < messages.size(); from += PAGE) {
            List<Message> page = messages.subList(from, Math.min(from + PAGE, messages.size()));
            boolean last = from + PAGE >= messages.size();
            long through = page.isEmpty() ? after : page.getLast().getSequence();
            parts.add(SyncResult.newBuilder()
                    .setPart(SyncPart.newBuilder()
                            .setConversation(cursor.getConversation())
                            .setAfter(after)
                            .setThrough(through)
                            .setHead(head)
                            .addAllMessages(page)
                            .setLast(last)
                            .setDone(last && done))
                    .build());
            after = through;
        }
        return parts;
    }

    private List<MessageLite> history(HistoryQuery query) {
        String conversation = query.getHistory().getConversation();
        List<Message> all =
                List.copyOf(log.getOrDefault(conversation, new TreeMap<>()).values());
        return List.of(HistoryResult.newBuilder()
                .setPart(HistoryPart.newBuilder()
                        .setConversation(conversation)
                        .addAllMessages(all)
                        .setDone(true))
                .build());
    }

    private List<MessageLite> heads(HeadsQuery query) {
        headsAsked.incrementAndGet();
        if (endedLogins.contains(query.getPrincipal().getSid())) {
            return List.of(HeadsResult.newBuilder()
                    .setProblem(Problems.of(ErrorCode.SESSION_REVOKED, "this login was ended"))
                    .build());
        }
        String user = query.getPrincipal().getUser();
        Set<String> conversations = new TreeSet<>();
        groups.getOrDefault(user, List.of()).forEach(group -> conversations.add(Ids.group(group)));
        log.keySet().stream()
                .filter(conversation -> Ids.directMembers(conversation).contains(user))
                .forEach(conversations::add);
        List<String> left = conversations.stream()
                .filter(conversation -> conversation.compareTo(query.getAfter()) > 0)
                .toList();
        List<MessageLite> results = new ArrayList<>();
        for (int from = 0; from == 0 || from < left.size(); from += HEADS_PAGE) {
            int to = Math.min(from + HEADS_PAGE, left.size());
            Heads.Builder page = Heads.newBuilder().setLast(to == left.size());
            left.subList(from, to)
                    .forEach(conversation -> page.addHeads(
                            Head.newBuilder().setConversation(conversation).setSequence(head(conversation))));
            results.add(HeadsResult.newBuilder().setHeads(page).build());
        }
        return results;
    }
}
