package im.hongyan.client;

import im.hongyan.client.conversation.Conversations;
import im.hongyan.client.error.ClientException;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.friend.Friends;
import im.hongyan.client.group.Groups;
import im.hongyan.client.history.HistoryPage;
import im.hongyan.client.history.HistoryRange;
import im.hongyan.client.rest.Rest;
import im.hongyan.client.user.Users;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Accepted;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.Send;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A device of a user, connected to a Hongyan server and staying so. Messages that come are handed to the builder's
 * {@link MessageHandler}; see {@code docs/delivery.md} for what is promised. Safe for concurrent use; results are signalled
 * on the client's own thread, which must not be blocked ({@link #blocking} waits on the caller's).
 */
public final class HongyanClient {
    private static final int PIPELINE = 128;

    private final Lifecycle lifecycle;
    private final Engine engine;
    private final Feed feed;
    private final Groups groups;
    private final Users users;
    private final Conversations conversations;
    private final Friends friends;

    HongyanClient(Lifecycle lifecycle, Feed feed, Rest rest) {
        this.lifecycle = lifecycle;
        this.engine = lifecycle.engine();
        this.feed = feed;
        this.groups = new Groups(rest);
        this.users = new Users(rest);
        this.conversations = new Conversations(rest);
        this.friends = new Friends(rest);
    }

    public static ClientBuilder builder() {
        return new ClientBuilder();
    }

    /**
     * Begins to connect, once, and completes when the client is connected for the first time. It goes on trying until it is
     * closed; {@code timeout} bounds the wait. Errors when the client has ended: with {@link RefusedException} when the
     * server said why, with {@link UnansweredException} otherwise.
     */
    public Mono<ClientState.Connected> connect() {
        return Mono.defer(() -> {
            lifecycle.start();
            return feed.states()
                    .<ClientState.Connected>handle((state, sink) -> {
                        if (state instanceof ClientState.Connected connected) {
                            sink.next(connected);
                        } else if (state instanceof ClientState.Ended ended) {
                            sink.error(failure(ended));
                        }
                    })
                    .next();
        });
    }

    /**
     * Sends when subscribed to, now or when there is a connection, and completes when the message is durable. Repeats by
     * itself what was not answered or may be tried again. Errors with {@link RefusedException} when the message was finally
     * refused, {@link im.hongyan.client.error.OverflowException} when the outbox is full, {@link UnansweredException} when
     * the client ended before. Cancelling drops the answer, not the message.
     */
    public Mono<Accepted> send(OutgoingMessage message) {
        Send.Builder send = Send.newBuilder()
                .setClientMessageId(message.clientMessageId())
                .setContent(message.content())
                .setResend(message.resend());
        switch (message.target()) {
            case Target.Peer peer -> send.setPeer(peer.user());
            case Target.Conversation conversation -> send.setConversation(conversation.id());
        }
        Send built = send.build();
        if (built.getSerializedSize() > WireLimits.BODY_BYTES) {
            return Mono.error(RefusedException.of(
                    ErrorCode.FRAME_TOO_LARGE, "a frame has at most " + WireLimits.BODY_BYTES + " bytes"));
        }
        return engine.outbox.send(built);
    }

    /** Sends all, in their order, many at a time; their answers come in the same order. Ends with the first error. */
    public Flux<Accepted> sendAll(Publisher<OutgoingMessage> messages) {
        return Flux.from(messages).flatMapSequential(this::send, PIPELINE);
    }

    /** Reads a page of the past. Asked again by itself over the next connection when this one is lost. */
    public Mono<HistoryPage> history(Target target, HistoryRange range) {
        History.Builder history = History.newBuilder()
                .setAfter(range.after())
                .setBefore(range.before())
                .setLimit(range.limit())
                .setForward(range.forward());
        switch (target) {
            case Target.Peer peer -> history.setPeer(peer.user());
            case Target.Conversation conversation -> history.setConversation(conversation.id());
        }
        return engine.queries.history(history.build());
    }

    /** The user has seen everything of this conversation up to here. Told soon, and again after a lost connection. */
    public void markRead(String conversation, long upTo) {
        lifecycle.onLoop(() -> engine.marks.read(conversation, upTo));
    }

    /** Groups: made, changed and listed over REST. */
    public Groups groups() {
        return groups;
    }

    /** Users: what they say of themselves, over REST. */
    public Users users() {
        return users;
    }

    /** The list of conversations, over REST. */
    public Conversations conversations() {
        return conversations;
    }

    /** One's friends, requests and blocks, over REST. */
    public Friends friends() {
        return friends;
    }

    public ClientState state() {
        return feed.state();
    }

    /** The current state and what it becomes; completes after {@link ClientState.Ended}. */
    public Flux<ClientState> states() {
        return feed.states();
    }

    /** What happens from now on, beside the messages. */
    public Flux<ClientEvent> events() {
        return feed.events();
    }

    public ClientStatistics statistics() {
        return new ClientStatistics(
                engine.outbox.messages(),
                engine.outbox.bytes(),
                engine.timelines.unappliedMessages(),
                engine.timelines.unappliedBytes(),
                lifecycle.connections(),
                engine.outbox.repeats(),
                engine.timelines.duplicates(),
                engine.timelines.dropped());
    }

    /** The same client for threads that may wait. */
    public BlockingClient blocking() {
        return new BlockingClient(this);
    }

    /**
     * Lets the application finish the message it is at, keeps the cursors, tells the last receipts, and ends. What was sent
     * and is not answered ends with {@link UnansweredException}.
     */
    public Mono<Void> close() {
        return lifecycle.close();
    }

    private static ClientException failure(ClientState.Ended ended) {
        return switch (ended.reason()) {
            case REFUSED, REPLACED ->
                new RefusedException(Problems.builder(ErrorCode.INTERNAL, ended.why())
                        .setCode(ended.code())
                        .setRetryable(false)
                        .build());
            case CLOSED, FAILED -> new UnansweredException(ended.why());
        };
    }
}
