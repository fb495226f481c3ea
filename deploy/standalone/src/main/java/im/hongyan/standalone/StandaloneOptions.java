package im.hongyan.standalone;

import im.hongyan.local.machine.Ports;
import java.nio.file.Path;

/**
 * How a standalone server is started.
 *
 * @param data the folder of everything that it remembers
 * @param host the address to listen on
 * @param httpPort for REST, WebSocket and pages; 0 takes any free one
 * @param tcpPort for the client protocol; 0 takes any free one
 */
public record StandaloneOptions(Path data, String host, int httpPort, int tcpPort) {

    public StandaloneOptions {
        httpPort = usable(httpPort, "--http-port");
        tcpPort = usable(tcpPort, "--tcp-port");
    }

    private static int usable(int port, String option) {
        if (port == 0) {
            return Ports.free();
        }
        if (port < 0 || port > 65_535) {
            throw new StartException(option + " is 0 to 65535, not " + port);
        }
        if (!Ports.isFree(port)) {
            throw new StartException("port " + port + " is taken by another program: name a free one with " + option);
        }
        return port;
    }
}
