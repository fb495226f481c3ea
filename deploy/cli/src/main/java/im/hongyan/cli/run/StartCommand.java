package im.hongyan.cli.run;

import im.hongyan.cli.ExitCode;
import im.hongyan.cli.OutputOptions;
import im.hongyan.local.DefaultPorts;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code start}: a whole server in this process. Its class path is the launcher's business. */
@Command(
        name = "start",
        description = {
            "Runs a whole server in this process, with nothing to install or to edit: the database is a file, Redis"
                    + " is brought along.",
            "When it serves it prints one line that begins with ready. Ctrl-C ends it in good order; after a kill -9"
                    + " the next start finds everything again.",
            "For development: it accepts tokens that anybody can mint, so it listens on this machine only unless"
                    + " told otherwise."
        })
public final class StartCommand implements Callable<Integer> {

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "${env:HONGYAN_HTTP_PORT:-" + DefaultPorts.HTTP + "}",
            description = "For REST, WebSocket and pages; 0 takes any free one (default: ${DEFAULT-VALUE}; env"
                    + " HONGYAN_HTTP_PORT).")
    private int httpPort;

    @Option(
            names = "--tcp-port",
            paramLabel = "PORT",
            defaultValue = "${env:HONGYAN_TCP_PORT:-" + DefaultPorts.TCP + "}",
            description = "For the client protocol; 0 takes any free one (default: ${DEFAULT-VALUE}; env"
                    + " HONGYAN_TCP_PORT).")
    private int tcpPort;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on; 0.0.0.0 lets everybody in (default: ${DEFAULT-VALUE}).")
    private String bind = "127.0.0.1";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "The folder of everything that the server remembers (default: ./${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Option(names = "--until-ready", description = "End as soon as it serves: to try an installation.")
    private boolean untilReady;

    @Override
    public Integer call() throws InterruptedException {
        StandaloneRun.run(data, bind, httpPort, tcpPort, untilReady, output.output());
        return ExitCode.OK;
    }
}
