package im.hongyan.link.batch;

/**
 * The bounds of one {@link QueuedBatcher}.
 *
 * @param slots batches worked on at once; with one slot the order of all items holds, not only within a batch
 * @param queuedItems items that may wait
 * @param batchItems items of one batch at the most
 * @param batchBytes bytes of one batch at the most; a larger item goes alone
 */
public record BatchBounds(int slots, int queuedItems, int batchItems, long batchBytes) {

    public BatchBounds {
        if (slots < 1 || queuedItems < 1 || batchItems < 1 || batchBytes < 1) {
            throw new IllegalArgumentException("every bound of a batcher must be at least 1");
        }
    }

    /** For items whose size does not matter. */
    public static BatchBounds ofItems(int slots, int queuedItems, int batchItems) {
        return new BatchBounds(slots, queuedItems, batchItems, Long.MAX_VALUE);
    }
}
