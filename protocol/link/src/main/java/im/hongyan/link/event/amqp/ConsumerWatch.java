package im.hongyan.link.event.amqp;

/**
 * Judges from what the broker says of a queue whether it has forgotten a consumer. A quorum queue that is deleted and declared
 * anew may leave one behind without a word, in two ways: the new queue does not know it; or it does and even counts batches as
 * given to it, but the channel throws them away.
 *
 * <p>The second shows only as silence: batches are ready, the consumer has settled all it was given and is given nothing more. Who
 * has been given something is the active one and would not be passed over; who has not may also be standing by, so it
 * waits longer, and nothing is lost when it consumes anew. One consumer has one watch; not safe for concurrent use.
 */
final class ConsumerWatch {
    private static final int ENOUGH = 2;
    private static final int ENOUGH_WHEN_NEVER_GIVEN = 4;

    private int unknown;
    private int silent;
    private long seen;

    /**
     * Takes the answers to one question; to be asked regularly.
     *
     * @param consumers that the queue knows
     * @param ready batches that it could give out
     * @param given batches that it gave to this consumer so far
     * @param unsettled of these
     * @return whether the consumer must consume anew
     */
    boolean forgotten(int consumers, int ready, long given, long unsettled) {
        unknown = consumers == 0 ? unknown + 1 : 0;
        silent = ready > 0 && unsettled == 0 && given == seen ? silent + 1 : 0;
        seen = given;
        return unknown >= ENOUGH || silent >= (given > 0 ? ENOUGH : ENOUGH_WHEN_NEVER_GIVEN);
    }
}
