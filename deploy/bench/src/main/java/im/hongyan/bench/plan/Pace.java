package im.hongyan.bench.plan;

/** When sends leave. */
public sealed interface Pace {
    /** Planned in advance, evenly over all senders, whatever the server does; so waiting is counted. */
    record Open(double sendsPerSecond) implements Pace {}

    /** Each sender keeps so many sends unanswered; for capacity only, since waiting is not counted. */
    record Closed(int inFlightEach) implements Pace {}
}
