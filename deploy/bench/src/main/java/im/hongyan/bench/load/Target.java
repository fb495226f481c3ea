package im.hongyan.bench.load;

/** Where the server listens. */
public record Target(String host, int tcpPort, int httpPort, Transport transport) {}
