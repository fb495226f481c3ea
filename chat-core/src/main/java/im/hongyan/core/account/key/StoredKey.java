package im.hongyan.core.account.key;

/**
 * A key as it is stored.
 *
 * @param jwk with its private part
 */
record StoredKey(long generation, String kid, String jwk, long createdAtMillis) {
    /** Never the key. */
    @Override
    public String toString() {
        return "StoredKey " + generation;
    }
}
