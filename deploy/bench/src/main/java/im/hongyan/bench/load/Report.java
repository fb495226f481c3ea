package im.hongyan.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.hongyan.bench.measure.Figures;
import im.hongyan.bench.measure.Median;
import im.hongyan.bench.plan.Pace;
import im.hongyan.bench.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All rounds of a run, and the medians over those that count: all but the first when there are several. */
record Report(Shape shape, Plan plan, List<Figures> figures) {

    /** Whether nothing was lost, repeated, out of order or left without an answer. */
    boolean clean() {
        return figures.stream().allMatch(round -> round.result().clean());
    }

    String asJson() throws JsonProcessingException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("shape", shapeAsMap());
        map.put("pace", paceAsMap());
        map.put("warmUpSeconds", plan.warmUp().toSeconds());
        map.put("durationSeconds", plan.measured().toSeconds());
        map.put("textBytes", plan.textBytes());
        map.put("rounds", figures.stream().map(Figures::asMap).toList());
        map.put("medians", medians());
        if (!ratios(Figures::deliveredPerCpuSecond).isEmpty()) {
            map.put("toRelay", ratiosAsMap());
        }
        map.put("clean", clean());
        return new ObjectMapper().writeValueAsString(map);
    }

    String asText() {
        StringBuilder text = new StringBuilder("medians: ").append(medians());
        if (!ratios(Figures::deliveredPerCpuSecond).isEmpty()) {
            text.append(System.lineSeparator()).append("against the relay: ").append(ratiosAsMap());
        }
        return text.toString();
    }

    private Map<String, Object> medians() {
        Map<String, Object> map = new LinkedHashMap<>();
        figures.stream().map(Figures::server).distinct().forEach(server -> {
            Map<String, Object> of = new LinkedHashMap<>();
            of.put("deliveredPerSecond", Median.of(values(server, Figures::deliveredPerSecond)));
            of.put("deliveredPerCpuSecond", Median.of(values(server, Figures::deliveredPerCpuSecond)));
            of.put(
                    "answerP50Micros",
                    Median.of(values(server, round -> round.result().answers().getValueAtPercentile(50))));
            of.put(
                    "answerP99Micros",
                    Median.of(values(server, round -> round.result().answers().getValueAtPercentile(99))));
            of.put(
                    "deliveryP50Micros",
                    Median.of(
                            values(server, round -> round.result().deliveries().getValueAtPercentile(50))));
            of.put(
                    "deliveryP99Micros",
                    Median.of(
                            values(server, round -> round.result().deliveries().getValueAtPercentile(99))));
            map.put(server, of);
        });
        return map;
    }

    /** Round by round, so that what disturbs the machine disturbs both. */
    private Map<String, Object> ratiosAsMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        List<Double> ratios = ratios(Figures::deliveredPerCpuSecond);
        map.put("deliveredPerCpuSecond", Median.of(ratios));
        map.put("lowest", ratios.stream().mapToDouble(Double::doubleValue).min().orElse(0));
        map.put(
                "highest",
                ratios.stream().mapToDouble(Double::doubleValue).max().orElse(0));
        map.put("deliveredPerSecond", Median.of(ratios(Figures::deliveredPerSecond)));
        return map;
    }

    private List<Double> ratios(ToDoubleFunction<Figures> value) {
        List<Double> ours = values(Contest.SERVER, value);
        List<Double> theirs = values(Contest.RELAY, value);
        return theirs.isEmpty() ? List.of() : Median.ratios(ours, theirs);
    }

    private List<Double> values(String server, ToDoubleFunction<Figures> value) {
        boolean several = figures.stream().anyMatch(round -> round.round() > 0);
        return figures.stream()
                .filter(round -> round.server().equals(server) && (!several || round.round() > 0))
                .map(value::applyAsDouble)
                .toList();
    }

    private Map<String, Object> shapeAsMap() {
        return switch (shape) {
            case Shape.Direct direct -> Map.of("kind", "direct", "pairs", direct.pairs());
            case Shape.Groups groups -> Map.of("kind", "group", "groups", groups.groups(), "members", groups.members());
        };
    }

    private Map<String, Object> paceAsMap() {
        return switch (plan.pace()) {
            case Pace.Open open -> Map.of("loop", "open", "sendsPerSecond", open.sendsPerSecond());
            case Pace.Closed closed -> Map.of("loop", "closed", "inFlightEach", closed.inFlightEach());
        };
    }
}
