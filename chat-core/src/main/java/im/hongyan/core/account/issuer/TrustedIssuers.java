package im.hongyan.core.account.issuer;

import org.jspecify.annotations.Nullable;

/** The issuers of tenants that are trusted now. */
@FunctionalInterface
public interface TrustedIssuers {

    /**
     * The one of this {@code iss}; null when there is none. Throws STORE_UNAVAILABLE when that cannot be told because nobody has
     * been read yet.
     */
    @Nullable TrustedIssuer find(String issuer);
}
