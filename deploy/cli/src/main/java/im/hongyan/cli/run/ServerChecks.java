package im.hongyan.cli.run;

import im.hongyan.cli.ServerOptions;
import im.hongyan.local.machine.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code doctor} asks a server: whether one listens where the options say, and how it feels. */
final class ServerChecks {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final String ELSEWHERE = ": it tells its health on its management port";

    private final ServerOptions server;
    private final @Nullable Integer managementPort;

    ServerChecks(ServerOptions server, @Nullable Integer managementPort) {
        this.server = server;
        this.managementPort = managementPort;
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        Finding health = health();
        findings.add(health);
        boolean here = health.level() == Finding.Level.OK;
        findings.add(port("http port", "--http-port", server.httpPort(), here));
        findings.add(port("tcp port", "--tcp-port", server.tcpPort(), here));
        if (here && findings.stream().noneMatch(finding -> finding.level() == Finding.Level.BAD)) {
            findings.addAll(new RoundTrip(server).all());
        }
        return findings;
    }

    /** Whether a healthy server answers. */
    Finding health() {
        if (managementPort != null) {
            return health(managementPort);
        }
        Finding finding = health(server.httpPort());
        if (!finding.found().endsWith(ELSEWHERE)) {
            return finding;
        }
        Finding ofLocalCluster = health(server.httpPort() + ClusterPorts.MANAGEMENT_DISTANCE);
        return ofLocalCluster.level() == Finding.Level.WARN ? finding : ofLocalCluster;
    }

    private Finding health(int port) {
        URI address = URI.create("http://" + server.host() + ":" + port + "/actuator/health");
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            long begin = System.nanoTime();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            String found = "%s answered %d in %d ms".formatted(address, answer.statusCode(), millisSince(begin));
            if (answer.statusCode() == NOT_FOUND) {
                return Finding.ok("server", found + ELSEWHERE);
            }
            return answer.statusCode() == OK && answer.body().contains("\"UP\"")
                    ? Finding.ok("server", found)
                    : Finding.bad("server", found + ": " + brief(answer.body()), "look at its log");
        } catch (IOException absent) {
            return Finding.warn("server", "none answers at " + address, "./hongyan start, or ./hongyan cluster start");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Finding port(String name, String option, int port, boolean serverIsHere) {
        if (!isThisMachine()) {
            return Finding.ok(name, port + " on " + server.host());
        }
        if (Ports.isFree(port)) {
            return serverIsHere
                    ? Finding.bad(name, port + ": nobody listens there", "name the server's port with " + option)
                    : Finding.ok(name, port + " is free for ./hongyan start");
        }
        return serverIsHere
                ? Finding.ok(name, port + " is listened on")
                : Finding.warn(name, port + " is taken, not by a healthy server", "name another one with " + option);
    }

    private boolean isThisMachine() {
        try {
            return InetAddress.getByName(server.host()).isLoopbackAddress();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static String brief(String text) {
        return text.substring(0, Math.min(text.length(), 200)).replaceAll("\\s+", " ");
    }

    static long millisSince(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
    }
}
