package im.hongyan.bench.load;

/** When the next message is sent. */
public sealed interface Pace {
    /** So many unanswered messages a sender; the next goes when one is answered. For capacity only: waiting is not counted. */
    record Closed(int inFlight) implements Pace {}

    /** So many messages a second over all senders, planned in advance; latency counts from the planned time. */
    record Open(double perSecond) implements Pace {}
}
