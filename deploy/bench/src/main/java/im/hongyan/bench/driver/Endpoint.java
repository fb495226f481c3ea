package im.hongyan.bench.driver;

/**
 * The server under load.
 *
 * @param port of the transport
 */
public record Endpoint(String host, int port, Transport transport) {
    /** What carries the frames. */
    public enum Transport {
        TCP,
        WEBSOCKET
    }
}
