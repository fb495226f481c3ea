package im.hongyan.link.batch;

/** The queue of a {@link Batcher} is full: the item was certainly not worked on. */
public final class BatchOverflowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BatchOverflowException(String name, int limitItems) {
        super("the queue " + name + " holds its limit of " + limitItems + " items", null, false, false);
    }
}
