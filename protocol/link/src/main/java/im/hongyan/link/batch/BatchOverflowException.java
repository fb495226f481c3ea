package im.hongyan.link.batch;

/** The queue of a {@link Batcher} is full or closed: the item was certainly not worked on. */
public final class BatchOverflowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BatchOverflowException(String name, int limitItems) {
        this("the queue " + name + " holds its limit of " + limitItems + " items");
    }

    private BatchOverflowException(String message) {
        super(message, null, false, false);
    }

    /** The queue takes nothing any more. */
    static BatchOverflowException closed(String name) {
        return new BatchOverflowException("the queue " + name + " is closed");
    }
}
