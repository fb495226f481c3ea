package im.hongyan.local;

import im.hongyan.local.machine.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Nacos naming server of the module {@code deploy/nacos}, alone and without accounts. */
public final class NacosServer extends LocalServer {

    /** Which other ports it takes, as distances from its port: gRPC for clients, gRPC for servers, Raft. */
    public static final List<Integer> FURTHER_PORTS = List.of(1_000, 1_001, -1_000);

    private static final JavaProgram PROGRAM = new JavaProgram("deploy/nacos", "com.alibaba.nacos.NacosMain", false);

    /** A server that will listen on this port and on {@link #FURTHER_PORTS}, and keep its data in this folder. */
    public NacosServer(Path folder, int port, Purpose purpose) {
        super("nacos", folder, port, purpose);
    }

    /** Its address as {@code spring.cloud.nacos.discovery.server-addr} wants it. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    @Override
    List<String> command() {
        return PROGRAM.command(
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                Map.of(
                        "nacos.home", folder().toString(),
                        "user.home", folder().toString(),
                        "server.port", Integer.toString(port())));
    }

    @Override
    Duration startTime() {
        return Duration.ofMinutes(2);
    }

    @Override
    boolean answers() throws IOException {
        Probe.ask(port() + FURTHER_PORTS.getFirst(), "", 0);
        byte[] answer = Probe.ask(port(), "GET /nacos/ HTTP/1.0\r\n\r\n", "HTTP/1.".length());
        return new String(answer, StandardCharsets.ISO_8859_1).equals("HTTP/1.");
    }
}
