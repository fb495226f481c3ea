package im.hongyan.client.timeline;

import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Problem;

/** Told on the loop what happens to the timelines. */
public interface TimelineListener {
    /** Everything of the conversation up to here has been applied. */
    void applied(String conversation, long sequence);

    /** Everything that was missing when the connection began has been applied, of that many conversations. */
    void recovered(int conversations);

    /** The server's log of a conversation ends below this device's cursor. */
    void cursorAhead(String conversation, long cursor, long head);

    /** The server said, along with a head, how far others have received and read. */
    void marks(Head head);

    /** The server does not let this user pull a conversation. */
    void refused(String conversation, Problem problem);

    /** The application failed to apply a message; nothing is applied any more. */
    void applyFailed(Throwable failure);

    /** There is room again, or there is none any more. */
    void roomChanged();
}
