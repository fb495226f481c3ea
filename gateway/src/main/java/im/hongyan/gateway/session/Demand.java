package im.hongyan.gateway.session;

import java.util.function.LongConsumer;

/**
 * How many frames may be read: those under way and those asked for together stay below a limit, and nothing more is asked
 * for while the sends under way are too many bytes. So a client that sends faster than it is served, or that does not read
 * its answers, is slowed down by its own socket. Confined to the executor.
 */
final class Demand {
    private static final int AHEAD = 16;

    private final LongConsumer request;
    private final int maxUnderWay;
    private final int maxBytes;
    private int asked;
    private int underWay;

    /** @param request asks for so many frames more */
    Demand(LongConsumer request, SessionProperties.Limits limits) {
        this.request = request;
        this.maxUnderWay = limits.sendsInFlight() + AHEAD;
        this.maxBytes = (int) limits.sendBytes().toBytes();
    }

    /** Asks for HELLO, and for what may break the rule that nothing follows it. */
    void askForHello() {
        asked = 2;
        request.accept(2);
    }

    /** A frame has come. */
    void received() {
        asked--;
        underWay++;
    }

    /** So many frames are done with. */
    void done(int frames) {
        underWay -= frames;
    }

    /**
     * Asks for as many as there is room for.
     *
     * @param heldBytes of sends under way
     */
    void ask(int heldBytes) {
        if (asked > AHEAD / 2 || heldBytes >= maxBytes) {
            return;
        }
        int more = Math.min(AHEAD, maxUnderWay - underWay) - asked;
        if (more > 0) {
            asked += more;
            request.accept(more);
        }
    }

    /** Whether the client is free to send: if not, its silence is our doing. */
    boolean isReading() {
        return asked > 0;
    }

    /** Frames read and not done with. */
    int underWay() {
        return underWay;
    }
}
