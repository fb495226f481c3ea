package im.hongyan.cli.run;

import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.Output;
import im.hongyan.standalone.StandaloneOptions;
import im.hongyan.standalone.StandaloneServer;
import im.hongyan.standalone.StartException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The part of {@code start} that needs the server's class path; the command itself must load without it. */
final class StandaloneRun {

    private StandaloneRun() {}

    /** Serves until the process is ended, or only until it serves; throws when the server does not start. */
    static void run(Path data, String host, int httpPort, int tcpPort, boolean untilReady, Output out)
            throws InterruptedException {
        StandaloneServer server = start(data, host, httpPort, tcpPort);
        Thread stop = new Thread(
                () -> {
                    out.talk("stopping: what was accepted is stored, clients are told to come back");
                    server.close();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("ready", true);
        ready.put("http", server.http());
        ready.put("tcp", server.tcp());
        ready.put("data", server.data().toString());
        out.data(ready, "ready " + server.http() + " " + server.tcp() + " data=" + server.data());
        if (untilReady) {
            server.close();
            Runtime.getRuntime().removeShutdownHook(stop);
        } else {
            new CountDownLatch(1).await();
        }
    }

    private static StandaloneServer start(Path data, String host, int httpPort, int tcpPort) {
        try {
            return StandaloneServer.start(new StandaloneOptions(data, host, httpPort, tcpPort));
        } catch (StartException mendable) {
            throw CommandFailure.unexpected(String.valueOf(mendable.getMessage()), mendable);
        }
    }
}
