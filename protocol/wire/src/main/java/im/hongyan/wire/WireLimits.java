package im.hongyan.wire;

/**
 * The bounds that version 1 of the protocol fixes. What a server may configure instead is told in
 * {@code Welcome.limits}; see {@code docs/protocol.md}, "Limits".
 */
public final class WireLimits {
    /** The body of a frame before WELCOME, in bytes. */
    public static final int BODY_BYTES_BEFORE_LOGIN = 4 * 1024;

    /**
     * The body of a frame, in bytes, in both directions. A message with the largest content and the longest ids fits, so
     * whatever could be sent can be delivered. Whoever answers with many messages or heads cuts the answer into parts that
     * fit.
     */
    public static final int BODY_BYTES = 80 * 1024;

    /** An encoded {@code Content}, in bytes: a text of {@link #TEXT_BYTES} with {@link #MENTIONS} mentions and a quote. */
    public static final int CONTENT_BYTES = 72 * 1024;

    /** A text, in Unicode code points. */
    public static final int TEXT_CODE_POINTS = 20_000;

    /** A text, in bytes of UTF-8. */
    public static final int TEXT_BYTES = 64 * 1024;

    /** Mentions in one text. */
    public static final int MENTIONS = 100;

    /** A reaction, in code points. */
    public static final int REACTION_CODE_POINTS = 32;

    /** Different reactions to one message. */
    public static final int REACTIONS = 20;

    /** An id of a tenant, user, device or group, or a client message id, in characters. */
    public static final int ID_CHARS = 64;

    /** Names, types and labels inside a content, in code points. */
    public static final int LABEL_CODE_POINTS = 256;

    /** Addresses of media inside a content and the fallback of a custom content, in code points. */
    public static final int REFERENCE_CODE_POINTS = 2_048;

    private WireLimits() {}
}
