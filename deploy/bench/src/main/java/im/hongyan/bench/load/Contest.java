package im.hongyan.bench.load;

import im.hongyan.bench.driver.Fleet;
import im.hongyan.bench.measure.Figures;
import im.hongyan.bench.measure.Processes;
import im.hongyan.bench.plan.Plan;
import im.hongyan.bench.plan.Result;
import im.hongyan.bench.relay.RelayProcess;
import im.hongyan.client.transport.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Rounds of the same plan against the server and, when asked for, a relay in turns. Both stay connected all the time. */
final class Contest {
    static final String SERVER = "hongyan";
    static final String RELAY = "relay";

    private final ServerOptions server;
    private final LoadOptions load;
    private final Consumer<String> talk;

    Contest(ServerOptions server, LoadOptions load, Consumer<String> talk) {
        this.server = server;
        this.load = load;
        this.talk = talk;
    }

    Report run(Shape shape) throws IOException {
        Plan plan = load.plan(shape);
        List<Figures> figures = new ArrayList<>();
        Processes processes = server.processes();
        try (Fleet fleet = connected(server.endpoint(), shape)) {
            if (load.againstRelay()) {
                try (RelayProcess relay = RelayProcess.start();
                        Fleet other = connected(Endpoint.tcp("127.0.0.1", relay.port()), shape)) {
                    Map<String, Fleet> fleets = new LinkedHashMap<>();
                    fleets.put(SERVER, fleet);
                    fleets.put(RELAY, other);
                    Processes relayProcesses = new Processes(Map.of(RELAY, List.of(relay.pid())));
                    rounds(plan, fleets, Map.of(SERVER, processes, RELAY, relayProcesses), figures);
                }
            } else {
                rounds(plan, Map.of(SERVER, fleet), Map.of(SERVER, processes), figures);
            }
        }
        return new Report(shape, plan, figures);
    }

    private Fleet connected(Endpoint endpoint, Shape shape) {
        Fleet fleet = new Fleet(endpoint, server.threads());
        try {
            fleet.connect(shape.users());
            return fleet;
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    private void rounds(Plan plan, Map<String, Fleet> fleets, Map<String, Processes> processes, List<Figures> figures) {
        for (int round = 0; round < load.rounds(); round++) {
            for (Map.Entry<String, Fleet> turn : fleets.entrySet()) {
                Processes watched = processes.getOrDefault(turn.getKey(), new Processes(Map.of()));
                Figures done = round(turn.getKey(), round, plan, turn.getValue(), watched, load.drain());
                figures.add(done);
                talk.accept(done.asText());
            }
        }
    }

    private static Figures round(String name, int round, Plan plan, Fleet fleet, Processes processes, Duration drain) {
        List<Processes.Cpu> samples = new ArrayList<>();
        Runnable sample = () -> {
            try {
                samples.add(processes.cpu());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        Result result = fleet.run(plan, sample, sample, drain);
        return new Figures(name, round, plan.measured(), result, samples.getFirst(), samples.getLast());
    }
}
