package im.hongyan.local;

/** What a server is started for; it decides what the server writes to disk and how long it lives. */
public enum Purpose {
    /** Ends with this JVM, however that ends. Survives its own kill -9 (Redis apart, which keeps nothing), not a power cut. */
    TEST(true),
    /** A part of this JVM's program: ends with it, however that ends, and keeps its data like a server of the cluster. */
    EMBEDDED(true),
    /** Lives until it is stopped. What it has confirmed is on disk (Redis apart, which writes once a second). */
    CLUSTER(false);

    private final boolean endsWithJvm;

    Purpose(boolean endsWithJvm) {
        this.endsWithJvm = endsWithJvm;
    }

    boolean endsWithJvm() {
        return endsWithJvm;
    }
}
