package im.hongyan.core.account;

/** Where a REST controller finds who asks: a {@code Principal} in this attribute of the exchange, without a device. */
public final class RestPrincipal {
    public static final String ATTRIBUTE = "im.hongyan.core.principal";

    private RestPrincipal() {}
}
