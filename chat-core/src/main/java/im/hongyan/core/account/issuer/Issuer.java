package im.hongyan.core.account.issuer;

/**
 * A system of a tenant that signs tokens for its users, as it is stored.
 *
 * @param name of it, within the tenant
 * @param issuer the {@code iss} of its tokens; no other tenant has the same
 * @param audience what {@code aud} of its tokens must contain
 * @param jwks its keys, a JWK Set; a shared secret is a key of the type {@code oct}
 */
record Issuer(String tenant, String name, String issuer, String audience, String jwks, long createdAtMillis) {
    /** Never the keys. */
    @Override
    public String toString() {
        return "Issuer " + issuer;
    }
}
