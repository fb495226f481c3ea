package im.hongyan.local;

/** Where a server on this machine listens, and where the verbs look for one, unless told otherwise. */
public final class DefaultPorts {
    /** REST, {@code /ws} and pages. */
    public static final int HTTP = 8080;
    /** The client protocol over TCP. */
    public static final int TCP = 8081;

    private DefaultPorts() {}
}
