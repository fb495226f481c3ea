package im.hongyan.gateway.transport.websocket;

import io.netty.util.NetUtil;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open a socket. A browser names the page's origin and cannot be made to lie about it; other clients name
 * none. Origins are compared as a whole and as they are (RFC 6454 §6.2): no prefix counts. Our own origin needs no
 * permission where the server was reached at an address; at a name it does.
 */
final class OriginPolicy {
    private static final Pattern ADDRESS = Pattern.compile("https?://\\[?([^/\\]]+?)]?(?::\\d{1,5})?");

    private final Set<String> allowed;

    OriginPolicy(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /**
     * @param origin the Origin header, null when absent
     * @param own the origin that this server was reached at, as the request says
     * @param cookies whether the request has cookies: a page that hides its origin must not use them
     */
    boolean allows(@Nullable String origin, String own, boolean cookies) {
        return origin == null ? !cookies : allowed.contains(origin) || (origin.equals(own) && isOwn(own));
    }

    /**
     * A name in the Host header proves nothing: its owner can let it point here after the page was loaded. Addresses
     * and localhost cannot be pointed elsewhere.
     */
    private static boolean isOwn(String origin) {
        Matcher address = ADDRESS.matcher(origin);
        return address.matches()
                && (address.group(1).equals("localhost")
                        || NetUtil.createByteArrayFromIpAddressString(address.group(1)) != null);
    }
}
