package im.hongyan.client.error;

import org.jspecify.annotations.Nullable;

/**
 * The client ended, or the time was over, before the server had answered. Whether it was done is unknown: a send may be
 * repeated with the same client message id and the resend flag, and is then stored once.
 */
public final class UnansweredException extends ClientException {
    private static final long serialVersionUID = 1L;

    public UnansweredException(String message) {
        this(message, null);
    }

    public UnansweredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
