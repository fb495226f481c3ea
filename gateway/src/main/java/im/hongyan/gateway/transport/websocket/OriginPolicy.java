package im.hongyan.gateway.transport.websocket;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open a socket. A browser names the page's origin and cannot be made to lie about it; other clients name
 * none. Origins are compared as a whole and as they are (RFC 6454 §6.2): nothing is parsed, no prefix counts.
 */
final class OriginPolicy {
    private final Set<String> allowed;

    OriginPolicy(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /**
     * @param origin the Origin header, null when absent
     * @param own the origin that this server was reached at
     * @param cookies whether the request has cookies: a page that hides its origin must not use them
     */
    boolean allows(@Nullable String origin, String own, boolean cookies) {
        return origin == null ? !cookies : origin.equals(own) || allowed.contains(origin);
    }
}
