package im.hongyan.gateway.registry;

import im.hongyan.gateway.transport.SharedDeliver;
import im.hongyan.link.route.RouteTable.DeviceRoute;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Notice;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.Typing;
import java.util.concurrent.Executor;

/** A session, as far as deliveries see it. Everything but {@link #route}, {@link #sid} and {@link #executor} is called on its executor. */
public interface Recipient {

    /** Whose device this is, and which session. */
    DeviceRoute route();

    /** The login that its credential belongs to; empty: none. */
    String sid();

    Executor executor();

    /** A message was stored. Takes over one reference of the frame. */
    void stored(SharedDeliver frame, String conversation, long sequence);

    /** The log has settled up to {@code head}. */
    void headMoved(String conversation, long head);

    void receiptMoved(Receipt receipt);

    void typed(Typing typing);

    /** A list of this session's user has changed. */
    void listChanged(Notice notice);

    /** The session must go, with this code. */
    void end(ErrorCode code, String message);
}
