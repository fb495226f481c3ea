package im.hongyan.standalone;

/** The server cannot start, for a reason that whoever started it can mend; the message says how. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }
}
