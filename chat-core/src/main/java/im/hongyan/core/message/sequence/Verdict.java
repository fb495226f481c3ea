package im.hongyan.core.message.sequence;

/** What {@code sequence.lua} says of one claim. */
public sealed interface Verdict {
    /** N: a number was taken now. */
    record Numbered(long sequence, long timeMillis, String messageId) implements Verdict {}

    /**
     * Y: a number was taken a moment ago and is not confirmed; publish the same record again.
     *
     * @param ageMillis how long ago
     * @param doubtful an earlier attempt may have been published under another number
     */
    record Unconfirmed(long sequence, long timeMillis, long ageMillis, boolean doubtful, String messageId)
            implements Verdict {}

    /** D: it was confirmed before. */
    record Known(long sequence, long timeMillis, String messageId) implements Verdict {}

    /** O: a number was taken, is not confirmed and too old; the store must say. */
    record Stale(long sequence) implements Verdict {}

    /** C: the same client id with another payload. */
    record Conflict() implements Verdict {}

    /** L: a resend that is not known here; the store must say. */
    record Unknown() implements Verdict {}

    /** S: the conversation has no counter. */
    record Unseeded() implements Verdict {}

    /**
     * R: there is no room for one more in a bucket, or for an earlier one of the run.
     *
     * @param waitMillis until there is
     * @param ofTenant the bucket is the tenant's, not the user's
     */
    record TooSoon(long waitMillis, boolean ofTenant) implements Verdict {}

    /** W: an earlier claim of the run is undecided. */
    record Waiting() implements Verdict {}

    static Verdict parse(String text) {
        String[] parts = text.split("\\|", 6);
        return switch (parts[0]) {
            case "N" -> new Numbered(Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]);
            case "Y" ->
                new Unconfirmed(
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]),
                        Long.parseLong(parts[3]),
                        parts[4].equals("2"),
                        parts[5]);
            case "D" -> new Known(Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]);
            case "O" -> new Stale(Long.parseLong(parts[1]));
            case "C" -> new Conflict();
            case "L" -> new Unknown();
            case "S" -> new Unseeded();
            case "R" -> new TooSoon(Long.parseLong(parts[1]), parts[2].equals("t"));
            case "W" -> new Waiting();
            default -> throw new IllegalStateException("sequence.lua answered with an unknown letter");
        };
    }
}
