package im.hongyan.link.call.discovery;

/** Where one instance of a service answers calls. */
public record Target(String host, int port) {

    public Target {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a target must be host:port with a port from 1 to 65535");
        }
    }

    /** Reads {@code host:port}; an IPv6 address stands in brackets. */
    public static Target parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, Math.max(0, colon)).trim();
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            return new Target(host, Integer.parseInt(text.substring(colon + 1).trim()));
        } catch (NumberFormatException noPort) {
            throw new IllegalArgumentException("a target must be host:port with a port from 1 to 65535", noPort);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
