package im.hongyan.link.http;

/** How a gateway tells chat-core where a REST client is. Written by the gateway alone, over whatever the client says. */
public final class ClientAddressHeader {
    public static final String NAME = "X-Hongyan-Client-Address";

    private ClientAddressHeader() {}
}
