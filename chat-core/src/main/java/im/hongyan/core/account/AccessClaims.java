package im.hongyan.core.account;

/** The claims of our own in an access token, beside those of RFC 9068. */
public final class AccessClaims {
    /** The one device that the token is for. */
    public static final String DEVICE = "device";

    /** The login that it came from (the name is of OpenID Connect Front-Channel Logout). */
    public static final String SID = "sid";

    private AccessClaims() {}
}
