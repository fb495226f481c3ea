package im.hongyan.wire;

/**
 * What the 12 bytes before a body say, after they were found sound: the magic is {@link #MAGIC}, the version
 * {@link #VERSION}, no flag is set. All numbers are big-endian; see {@code docs/protocol.md}, "The frame".
 *
 * @param type unsigned 8 bits; may be a type that this version does not know
 * @param requestId unsigned 32 bits
 * @param bodyBytes the length of the body that follows, never negative, within the limit that was asked for
 */
public record FrameHeader(int type, int requestId, int bodyBytes) {
    /** The length of a header in bytes. */
    public static final int BYTES = 12;

    /** The first byte: 鸿 in UTF-8 begins with it, no HTTP request and no TLS handshake does. */
    public static final int MAGIC = 0xE9;

    /** The second byte: the one version there is. */
    public static final int VERSION = 1;

    /** The bytes of the whole frame. */
    public int frameBytes() {
        return BYTES + bodyBytes;
    }
}
