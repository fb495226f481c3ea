package im.hongyan.cli;

import picocli.CommandLine.Option;

/** Where the server is; shared by every verb that talks to one. The default ports are stated here and nowhere else. */
public final class ServerOptions {
    /** REST, {@code /ws} and pages. */
    public static final int DEFAULT_HTTP_PORT = 8080;
    /** The client protocol over TCP. */
    public static final int DEFAULT_TCP_PORT = 8081;

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
            defaultValue = "${env:HONGYAN_TCP_PORT:-" + DEFAULT_TCP_PORT + "}",
            description = "Its TCP port (default: ${DEFAULT-VALUE}; env HONGYAN_TCP_PORT).")
    int tcpPort = DEFAULT_TCP_PORT;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "${env:HONGYAN_HTTP_PORT:-" + DEFAULT_HTTP_PORT + "}",
            description = "Its HTTP port, for REST and WebSocket (default: ${DEFAULT-VALUE}; env HONGYAN_HTTP_PORT).")
    int httpPort = DEFAULT_HTTP_PORT;

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
