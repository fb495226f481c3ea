package im.hongyan.client.error;

/** A bound of this client is reached; nothing left it. Ask again when something has been answered. */
public final class OverflowException extends ClientException {
    private static final long serialVersionUID = 1L;

    /**
     * A bound is reached.
     *
     * @param bound the name of the bound, as in the builder
     * @param limit its value
     * @param unit what is counted
     */
    public OverflowException(String bound, long limit, String unit) {
        super("the " + bound + " holds its limit of " + limit + " " + unit, null);
    }
}
