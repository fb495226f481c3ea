package im.hongyan.cli.run;

import im.hongyan.local.LocalServer;
import im.hongyan.local.machine.OwnedProcess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One process of a local cluster.
 *
 * @param name unique in the cluster, and its folder's name: {@code gateway-1}
 * @param server the process
 * @param tcpPort the port of its own protocol; null when it has none
 * @param httpPort its HTTP port; null when it has none
 */
record ClusterMember(
        String name,
        LocalServer server,
        @Nullable Integer tcpPort,
        @Nullable Integer httpPort) {

    /** What {@code cluster status --json} tells of it; empty when it was never started, or stopped on purpose. */
    Optional<Map<String, Object>> status() {
        return server.process().map(this::describe);
    }

    private Map<String, Object> describe(OwnedProcess process) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("role", server.role());
        status.put("name", name);
        status.put("pid", process.pid());
        status.put("alive", process.alive());
        status.put("tcpPort", tcpPort);
        status.put("httpPort", httpPort);
        status.put("log", server.log().toString());
        return status;
    }
}
