package im.hongyan.persistence.log;

/**
 * How far a conversation goes, and when something was last said in it.
 *
 * @param settled every number up to here is a message or void
 * @param shown the newest message that lists of conversations show, settled or not; 0: none
 * @param time when that was sent, in epoch milliseconds
 */
public record Activity(long settled, long shown, long time) {
    /** Of a conversation in which nothing is stored. */
    public static final Activity NONE = new Activity(0, 0, 0);
}
