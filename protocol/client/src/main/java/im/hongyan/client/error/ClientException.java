package im.hongyan.client.error;

import org.jspecify.annotations.Nullable;

/** Everything that a call of the client can fail with. */
public abstract sealed class ClientException extends RuntimeException
        permits RefusedException, UnansweredException, OverflowException {
    private static final long serialVersionUID = 1L;

    ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
