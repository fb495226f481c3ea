package im.hongyan.core.account;

/** Where a REST controller finds whose backend asks: the id of the tenant, a {@code String}, in this attribute of the exchange. */
public final class RestTenant {
    public static final String ATTRIBUTE = "im.hongyan.core.tenant";

    private RestTenant() {}
}
