package im.hongyan.cli.run;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cluster}: the applications as processes of their own on real servers of this machine. */
@Command(
        name = "cluster",
        synopsisSubcommandLabel = "start|stop|status",
        description = {
            "Runs the applications as processes of their own on this machine, on a RabbitMQ, a Redis and a MariaDB"
                    + " that belong to them alone.",
            "The programs of these servers are taken from this machine; as root on Debian or a relative, missing ones"
                    + " are installed."
        },
        subcommands = {ClusterStart.class, ClusterStop.class, ClusterStatus.class})
public final class ClusterCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "start, stop or status is missing");
    }
}
