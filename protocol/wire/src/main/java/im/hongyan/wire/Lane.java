package im.hongyan.wire;

/** What may become of a frame when there is no room for it. */
public enum Lane {
    /** Always has room. */
    CONTROL,
    /** Never dropped without a way to get it again: the log is the buffer. */
    DURABLE,
    /** The latest wins. */
    RECEIPT,
    /** Answered part by part, at the asker's speed. */
    QUERY,
    /** Coalesced, may be shed. */
    EPHEMERAL,
    /** Adjacent deltas merge. */
    STREAM
}
