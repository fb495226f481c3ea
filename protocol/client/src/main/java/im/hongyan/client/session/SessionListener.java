package im.hongyan.client.session;

import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.Welcome;

/** Told on the loop what a session does. */
public interface SessionListener {
    void welcomed(Session session, Welcome welcome);

    /** A frame after WELCOME that is not about the session itself. */
    void received(Frame frame);

    /** Whether another frame may be read now. */
    boolean mayRead();

    /** The last that is heard of it. */
    void ended(Session session, Ending ending);
}
