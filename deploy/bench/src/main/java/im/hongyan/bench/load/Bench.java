package im.hongyan.bench.load;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What the verbs share. */
final class Bench {
    /** Something was lost, repeated, out of order or never answered. */
    static final int NOT_CLEAN = 1;

    private Bench() {}

    /** Of users and groups of this run. */
    static String prefix() {
        return "bench" + Long.toString(System.currentTimeMillis(), 36);
    }

    static int run(CommandSpec spec, ServerOptions server, LoadOptions load, Shape shape) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Report report = new Contest(server, load, line -> {
                    err.println(line);
                    err.flush();
                })
                .run(shape);
        out.println(load.json() ? report.asJson() : report.asText());
        out.flush();
        return report.clean() ? 0 : NOT_CLEAN;
    }
}
