package im.hongyan.client.transport;

import java.net.URI;

/**
 * Where a server listens for the client protocol.
 *
 * @param carrier what carries the frames
 * @param host a name or an address
 * @param port 1 to 65535
 * @param tls whether the connection is encrypted
 * @param path of the WebSocket; empty for TCP
 */
public record Endpoint(Carrier carrier, String host, int port, boolean tls, String path) {
    /** What carries the frames. */
    public enum Carrier {
        TCP,
        WEB_SOCKET
    }

    private static final String DEFAULT_PATH = "/ws";

    public Endpoint {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("an endpoint needs a host");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    public static Endpoint tcp(String host, int port) {
        return new Endpoint(Carrier.TCP, host, port, false, "");
    }

    public static Endpoint tls(String host, int port) {
        return new Endpoint(Carrier.TCP, host, port, true, "");
    }

    /** {@code ws://host:port/ws}. */
    public static Endpoint webSocket(String host, int port) {
        return new Endpoint(Carrier.WEB_SOCKET, host, port, false, DEFAULT_PATH);
    }

    /** {@code wss://host:port/ws}. */
    public static Endpoint secureWebSocket(String host, int port) {
        return new Endpoint(Carrier.WEB_SOCKET, host, port, true, DEFAULT_PATH);
    }

    /** {@code tcp://host:port}, {@code tls://host:port}, {@code ws://host[:port][/path]} or {@code wss://…}. */
    public static Endpoint parse(String address) {
        URI uri = URI.create(address);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        String host = uri.getHost() == null ? "" : uri.getHost();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? DEFAULT_PATH : uri.getRawPath();
        return switch (scheme) {
            case "tcp" -> tcp(host, uri.getPort());
            case "tls" -> tls(host, uri.getPort());
            case "ws" -> new Endpoint(Carrier.WEB_SOCKET, host, uri.getPort() < 0 ? 80 : uri.getPort(), false, path);
            case "wss" -> new Endpoint(Carrier.WEB_SOCKET, host, uri.getPort() < 0 ? 443 : uri.getPort(), true, path);
            default -> throw new IllegalArgumentException("an endpoint begins with tcp://, tls://, ws:// or wss://");
        };
    }

    @Override
    public String toString() {
        String scheme =
                switch (carrier) {
                    case TCP -> tls ? "tls" : "tcp";
                    case WEB_SOCKET -> tls ? "wss" : "ws";
                };
        return scheme + "://" + host + ":" + port + path;
    }
}
