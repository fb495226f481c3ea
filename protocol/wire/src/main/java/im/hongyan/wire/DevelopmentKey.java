package im.hongyan.wire;

import java.nio.charset.StandardCharsets;

/**
 * The key that everybody knows. It signs the credentials of the development profile, so that a clone can be tried without a
 * single setting; a server in the production profile refuses it by its {@link #KID}.
 */
public final class DevelopmentKey {
    /** The {@code kid} in the header of a JWT that is signed with this key. */
    public static final String KID = "development";

    /** The {@code alg} in that header. */
    public static final String ALGORITHM = "HS256";

    /** The {@code typ} in that header (RFC 9068). */
    public static final String TYPE = "at+jwt";

    /** The {@code iss} claim. */
    public static final String ISSUER = "hongyan";

    /** The {@code aud} claim. */
    public static final String AUDIENCE = "hongyan";

    /** The claim that names the tenant. */
    public static final String TENANT_CLAIM = "app";

    /** The operator key of the development profile, known to everybody as well. */
    public static final String OPERATOR_KEY = "hyop_development";

    private static final String SECRET = "hongyan-development-key-known-to-everybody-never-use-in-production";

    private DevelopmentKey() {}

    /** The secret: public by intent, longer than the 32 bytes that HS256 asks for. */
    public static byte[] secret() {
        return SECRET.getBytes(StandardCharsets.US_ASCII);
    }
}
