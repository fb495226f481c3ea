package im.hongyan.bench.load;

/** Who talks to whom. */
public sealed interface Shape {
    /** Pairs of users; the first of each writes to the second. */
    record Direct(int pairs) implements Shape {}

    /** One group; the first {@code senders} of its members write. */
    record Group(int members, int senders) implements Shape {}
}
