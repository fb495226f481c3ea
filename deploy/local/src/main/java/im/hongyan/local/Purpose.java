package im.hongyan.local;

/** What a server is started for; it decides what the server writes to disk and how long it lives. */
public enum Purpose {
    /** Ends with this JVM, however that ends. Survives its own kill -9 (Redis apart, which keeps nothing), not a power cut. */
    TEST,
    /** Lives until it is stopped. What it has confirmed is on disk. */
    CLUSTER
}
