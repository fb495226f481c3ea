package im.hongyan.core.account;

import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which credential an address asks for. No credential opens two of these. Addresses are matched as those of controllers are, so
 * that no other spelling of an address (an escape, a matrix parameter) leads to the controller by another door.
 */
enum Door {
    /** No address of the API. */
    NONE,
    /** None: what is asked for in order to get one. */
    OPEN,
    /** A user's token. */
    USER,
    /** A server key: the backend of a tenant speaks. */
    SERVER,
    /** An operator key: whoever runs this server speaks. */
    OPERATOR;

    private static final PathPattern API = pattern("/**");
    private static final PathPattern SERVERS = pattern("/server/**");
    private static final PathPattern OPERATORS = pattern("/admin/**");
    /** Only with POST. */
    private static final List<PathPattern> FOR_EVERYBODY =
            List.of(pattern("/accounts"), pattern("/sessions"), pattern("/sessions/refresh"));

    private static PathPattern pattern(String below) {
        return PathPatternParser.defaultInstance.parse("/api/v1" + below);
    }

    /** Signed links, which say themselves what they open; only with GET and HEAD. */
    private static final List<PathPattern> LINKS =
            List.of(pattern("/media/linked/{link}"), pattern("/media/linked/{link}/thumbnail"));

    static Door of(ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        if (!API.matches(path)) {
            return NONE;
        }
        if (OPERATORS.matches(path)) {
            return OPERATOR;
        }
        if (SERVERS.matches(path)) {
            return SERVER;
        }
        return isIn(FOR_EVERYBODY, path, request, HttpMethod.POST)
                        || isIn(LINKS, path, request, HttpMethod.GET, HttpMethod.HEAD)
                ? OPEN
                : USER;
    }

    private static boolean isIn(
            List<PathPattern> patterns, PathContainer path, ServerHttpRequest request, HttpMethod... methods) {
        return List.of(methods).contains(request.getMethod())
                && patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }
}
