package im.hongyan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.transport.ConnectionContract;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sees that every refusal of a test is counted once by its code and told in one line with a trace id, and nothing else is. */
final class RefusalWatch implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile(
            "(?:a request|a connection|session [0-9a-f-]{36}|a WebSocket at the door|an HTTP connection|a TCP connection)"
                    + " was refused(?: and ended)?: ([A-Z_]+), trace [0-9a-f-]{36}");

    private final MeterRegistry meters;
    private final Map<String, Long> before;
    private final List<String> expected = new ArrayList<>();
    private final LogLines lines = new LogLines();

    RefusalWatch(GatewayContext gateway) {
        LogLines.logger(Refusals.class.getName()).setLevel(Level.DEBUG);
        meters = gateway.get(MeterRegistry.class);
        before = counted();
    }

    /** One refusal with this code. */
    void expect(String code) {
        expected.add(code);
    }

    LogLines lines() {
        return lines;
    }

    /** What was expected was counted and written down, once each, and nothing else was. */
    void verify() {
        Map<String, Long> due = histogram(expected);
        ConnectionContract.eventually(
                () -> moved().values().stream().mapToLong(n -> n).sum() >= expected.size());
        assertThat(moved()).isEqualTo(due);
        ConnectionContract.eventually(() -> lines.of(Refusals.class).size() >= expected.size());
        List<String> codes = new ArrayList<>();
        for (String line : lines.of(Refusals.class)) {
            Matcher matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            codes.add(matcher.group(1));
        }
        assertThat(histogram(codes)).isEqualTo(due);
    }

    private static Map<String, Long> histogram(List<String> codes) {
        return codes.stream().collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private Map<String, Long> moved() {
        Map<String, Long> moved = counted();
        before.forEach((code, count) -> moved.merge(code, -count, Long::sum));
        moved.values().removeIf(count -> count == 0);
        return moved;
    }

    private Map<String, Long> counted() {
        Map<String, Long> counted = new TreeMap<>();
        for (ErrorCode code : ErrorCode.values()) {
            counted.put(code.name(), (long) meters.get(Refusals.METER)
                    .tag("code", code.name())
                    .counter()
                    .count());
        }
        return counted;
    }

    @Override
    public void close() {
        lines.close();
        LogLines.logger(Refusals.class.getName()).setLevel(null);
    }
}
