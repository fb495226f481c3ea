package im.hongyan.core.tenant;

/**
 * A key of a tenant's backend, without its secret.
 *
 * @param revokedAtMillis 0: in force
 */
record ServerKey(String id, String tenant, String secretHash, long createdAtMillis, long revokedAtMillis) {
    boolean isInForce() {
        return revokedAtMillis == 0;
    }

    /** Never the hash. */
    @Override
    public String toString() {
        return "ServerKey " + id;
    }
}
