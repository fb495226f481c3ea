package im.hongyan.wire;

/**
 * The catalogue of codes, the same on every channel: ERROR and GOODBYE frames, problem details over HTTP (RFC 9457) and
 * WebSocket close codes. A code is stable once published; its text may change.
 */
public enum ErrorCode {
    MALFORMED(400, 4400, false),
    UNSUPPORTED_VERSION(400, 4400, false),
    UNSUPPORTED_CODEC(400, 4400, false),
    FRAME_TOO_LARGE(413, 4413, false),
    UNKNOWN_COMMAND(400, 4400, false),
    INVALID_FIELD(400, 4400, false),
    AUTH_REQUIRED(401, 4401, false),
    AUTH_FAILED(401, 4401, false),
    TOKEN_EXPIRED(401, 4401, false),
    CREDENTIAL_IN_URL(400, 4400, false),
    /** The login that the credential belongs to was ended: by a logout, a new password, or a stolen refresh token. */
    SESSION_REVOKED(401, 4401, false),
    /** A password that would be guessed. */
    WEAK_PASSWORD(422, 4400, false),
    ORIGIN_REFUSED(403, 4403, false),
    NO_PERMISSION(403, 4403, false),
    NOT_MEMBER(403, 4403, false),
    /** The peer has blocked the sender. */
    BLACKLISTED(403, 4403, false),
    /** The sender is muted in this group, for a time. */
    MEMBER_MUTED(403, 4403, false),
    /** All but the owner and the admins are muted in this group, for a time. */
    GROUP_MUTED(403, 4403, false),
    /** The group is no more: what was said in it can be read. */
    GROUP_DISSOLVED(410, 4400, false),
    NOT_FOUND(404, 4400, false),
    /** Too much time has passed since the message was sent, as this server's clock tells it. */
    RECALL_WINDOW_PASSED(409, 4400, false),
    IDEMPOTENCY_CONFLICT(409, 4400, false),
    CURSOR_AHEAD(409, 4400, false),
    LIMIT_EXCEEDED(422, 4400, false),
    /** A file of a type that is not taken, as its bytes tell it. */
    UNSUPPORTED_MEDIA(415, 4400, false),
    /** Reserved by the protocol; no server of this version does it. */
    NOT_SUPPORTED(501, 4400, false),
    RATE_LIMITED(429, 4429, true),
    TOO_MANY_CONNECTIONS(429, 4429, true),
    BUSY(503, 4503, true),
    TIMEOUT(408, 4408, true),
    /** The sequencer (Redis) does not answer. */
    SEQUENCER_UNAVAILABLE(503, 4503, true),
    /** The broker did not confirm in time. */
    BROKER_UNAVAILABLE(503, 4503, true),
    /** The database does not answer. */
    STORE_UNAVAILABLE(503, 4503, true),
    /** No instance of an inner service answers. */
    SERVICE_UNAVAILABLE(503, 4503, true),
    REPLACED(409, 4409, false),
    DRAINING(503, 4503, true),
    SLOW_CONSUMER(408, 4508, true),
    INTERNAL(500, 4500, true);

    private final int httpStatus;
    private final int closeCode;
    private final boolean retryable;

    ErrorCode(int httpStatus, int closeCode, boolean retryable) {
        this.httpStatus = httpStatus;
        this.closeCode = closeCode;
        this.retryable = retryable;
    }

    /** The HTTP status of a problem with this code. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The WebSocket close code (RFC 6455 §7.4.2, private range) when this code ends a connection. */
    public int closeCode() {
        return closeCode;
    }

    /** Whether the same request may succeed later; a final code means that nothing was or will be done. */
    public boolean retryable() {
        return retryable;
    }
}
