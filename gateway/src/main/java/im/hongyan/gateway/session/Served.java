package im.hongyan.gateway.session;

import im.hongyan.gateway.catchup.CatchUp;
import im.hongyan.gateway.catchup.HeadsFlow;
import im.hongyan.gateway.catchup.KnownHeads;
import im.hongyan.gateway.lane.Asker;
import im.hongyan.gateway.outbox.Outbox;
import im.hongyan.gateway.registry.Recipient;
import im.hongyan.gateway.registry.Registration;
import im.hongyan.gateway.time.Budget;
import im.hongyan.gateway.time.Wheel;
import im.hongyan.gateway.transport.Connection;
import im.hongyan.gateway.transport.SharedDeliver;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.route.RouteTable.DeviceRoute;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Notice;
import im.hongyan.wire.frame.Pong;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.Typing;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A session whose client is known: what it asks for goes to a lane, what is stored goes to its outbox. Confined to the
 * executor.
 */
final class Served implements Recipient, Asker, HeadsFlow.Groups {
    private final Session session;
    private final Surroundings here;
    private final Connection connection;
    private final Outbox outbox;
    private final Identity identity;
    private final Lanes lanes;
    private final KnownHeads known = new KnownHeads();
    private final CatchUp.Device device;
    private final HeadsFlow heads;
    private @Nullable CatchUp catchUp;
    private @Nullable Budget pings;
    private @Nullable Registration registration;
    private boolean closed;

    Served(Session session, Surroundings here, Connection connection, Outbox outbox, Identity identity) {
        this.session = session;
        this.here = here;
        this.connection = connection;
        this.outbox = outbox;
        this.identity = identity;
        this.lanes = new Lanes(this, here.core());
        this.device = new CatchUp.Device(identity.principal(), outbox, known, connection.executor());
        this.heads = new HeadsFlow(device, here.log(), here.wheel(), this);
    }

    /** Hints reach this session from now on; completes, never with an error, when those from other nodes do too. */
    Mono<Void> enter() {
        registration = here.arrivals().enter(this, identity.groups());
        return here.arrivals().announce(identity.route(), identity.groups());
    }

    // ---- what the client asks for ------------------------------------------------------------------------------

    void take(Frame frame) {
        switch (frame.type()) {
            case PING -> ping(frame.requestId());
            case BYE -> session.bye();
            case SEND, SYNC, HISTORY, RECEIVED, READ, TYPING -> lanes.take(frame);
            case HELLO -> session.refuse(frame.requestId(), Problems.of(ErrorCode.MALFORMED, "HELLO is said once"));
            case SUBSCRIBE,
                    STREAM_STOP,
                    WELCOME,
                    PONG,
                    GOODBYE,
                    ERROR,
                    ACCEPTED,
                    DELIVER,
                    RECEIPT,
                    SYNC_PART,
                    HISTORY_PART,
                    HEADS,
                    PRESENCE,
                    NOTICE,
                    STREAM,
                    FRAME_TYPE_UNSPECIFIED,
                    UNRECOGNIZED ->
                answer(Problems.frame(
                        frame.requestId(), Problems.of(ErrorCode.UNKNOWN_COMMAND, "no client sends this here")));
        }
    }

    private void ping(int requestId) {
        if (pings == null) {
            pings = new Budget(
                    here.properties().limits().pingsPerSecond(), here.wheel().nanoTime());
        }
        if (pings.take(here.wheel().nanoTime())) {
            answer(new Frame(
                    FrameType.PONG,
                    requestId,
                    Pong.newBuilder()
                            .setServerTime(System.currentTimeMillis())
                            .addAllHeads(outbox.takeHeads())
                            .build()));
        } else {
            session.end(
                    ErrorCode.RATE_LIMITED,
                    "at most " + here.properties().limits().pingsPerSecond() + " PING a second");
        }
    }

    /** Bytes of sends that have no answer yet. */
    int heldBytes() {
        return lanes.heldBytes();
    }

    @Override
    public Principal principal() {
        return identity.principal();
    }

    @Override
    public String sid() {
        return identity.principal().getSid();
    }

    @Override
    public Executor executor() {
        return connection.executor();
    }

    @Override
    public void answer(Frame frame) {
        outbox.answer(here.refusals().answer(frame));
    }

    @Override
    public void push(Frame frame) {
        outbox.push(here.refusals().answer(frame));
    }

    @Override
    public void part(Frame frame, Runnable whenTaken) {
        outbox.part(frame, whenTaken);
    }

    @Override
    public void done(int requests) {
        session.done(requests);
    }

    @Override
    public long nanoTime() {
        return here.wheel().nanoTime();
    }

    @Override
    public Wheel.Alarm in(Duration delay, Runnable action) {
        return here.wheel().in(delay, executor(), action);
    }

    // ---- what is stored ----------------------------------------------------------------------------------------

    @Override
    public DeviceRoute route() {
        return identity.route();
    }

    @Override
    public void stored(SharedDeliver frame, String conversation, long sequence) {
        if (closed) {
            frame.drop();
        } else if (catchUp != null && catchUp.isBehind(conversation)) {
            frame.drop();
            catchUp.missed(conversation, sequence);
        } else if (outbox.offer(frame)) {
            known.told(conversation, sequence);
        } else {
            if (catchUp == null) {
                catchUp = new CatchUp(device, here.log(), here.wheel(), heads::tell);
            }
            catchUp.missed(conversation, sequence);
        }
    }

    @Override
    public void headMoved(String conversation, long head) {
        if (catchUp != null && catchUp.isBehind(conversation)) {
            catchUp.settled(conversation, head);
            return;
        }
        Head moved = Head.newBuilder()
                .setConversation(conversation)
                .setSequence(head)
                .build();
        if (!closed && known.isNews(moved)) {
            outbox.head(moved);
        }
    }

    @Override
    public void receiptMoved(Receipt receipt) {
        if (!closed) {
            outbox.receipt(receipt);
        }
    }

    @Override
    public void typed(Typing sign) {
        if (!closed) {
            outbox.typing(sign);
        }
    }

    @Override
    public void listChanged(Notice notice) {
        if (!closed) {
            outbox.notice(notice);
        }
    }

    @Override
    public void end(ErrorCode code, String message) {
        session.end(code, message);
    }

    /** Tells the heads: all of them the first time, then what is news. */
    void tellHeads() {
        heads.tell();
    }

    @Override
    public void readingBegins() {
        if (registration != null) {
            registration.beginReview();
        }
    }

    @Override
    public void isMember(String group) {
        if (registration != null && registration.list(group)) {
            here.arrivals().joined(identity.principal().getTenant(), group);
        }
    }

    @Override
    public void readingEnds(boolean complete) {
        if (registration != null) {
            registration.endReview(complete);
        }
    }

    @Override
    public void loginEnded() {
        session.end(ErrorCode.SESSION_REVOKED, "the login of this session was ended");
    }

    /** There may be room in the outbox again. */
    void roomMade() {
        if (catchUp != null) {
            catchUp.resume();
        }
    }

    /** The client has left. What it sent goes on; what only reads stops. */
    void close() {
        closed = true;
        lanes.close();
        heads.close();
        if (catchUp != null) {
            catchUp.close();
        }
        if (registration != null) {
            here.arrivals().leave(registration);
        }
    }
}
