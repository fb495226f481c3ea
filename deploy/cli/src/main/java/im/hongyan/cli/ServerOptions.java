package im.hongyan.cli;

import im.hongyan.local.DefaultPorts;
import picocli.CommandLine.Option;

/** Where the server is; shared by every verb that talks to one. */
public final class ServerOptions {
    /** What carries the client protocol. */
    public enum Transport {
        tcp,
        ws
    }

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "${env:HONGYAN_HOST:-127.0.0.1}",
            description = "The server's host name or address (default: ${DEFAULT-VALUE}; env HONGYAN_HOST).")
    String host = "127.0.0.1";

    @Option(
            names = "--tcp-port",
            paramLabel = "PORT",
            defaultValue = "${env:HONGYAN_TCP_PORT:-" + DefaultPorts.TCP + "}",
            description = "Its TCP port (default: ${DEFAULT-VALUE}; env HONGYAN_TCP_PORT).")
    int tcpPort = DefaultPorts.TCP;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "${env:HONGYAN_HTTP_PORT:-" + DefaultPorts.HTTP + "}",
            description = "Its HTTP port, for REST and WebSocket (default: ${DEFAULT-VALUE}; env HONGYAN_HTTP_PORT).")
    int httpPort = DefaultPorts.HTTP;

    @Option(
            names = "--transport",
            paramLabel = "tcp|ws",
            defaultValue = "tcp",
            description = "What carries the chat: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Transport transport = Transport.tcp;

    public String host() {
        return host;
    }

    public int tcpPort() {
        return Checks.port("--tcp-port", tcpPort);
    }

    public int httpPort() {
        return Checks.port("--http-port", httpPort);
    }

    public Transport transport() {
        return transport;
    }
}
