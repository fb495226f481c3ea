package im.hongyan.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** Reads all property records: from the classes what there is, by trying what is refused, from the sources what it is for. */
final class ConfigurationReference {
    private static final Pattern RECORD =
            Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/[^/;{]*?record (\\w+)\\(", Pattern.DOTALL);
    private static final Pattern PARAM = Pattern.compile("@param (\\w+)\\s+(.*?)(?=@param|$)", Pattern.DOTALL);
    /** A refusal names the property, or its parent, or several of one parent; then comes the rule. */
    private static final Pattern REFUSAL = Pattern.compile(
            "^(hongyan[\\w.-]*)(?: \\(([a-z]+)\\))?(?:, [\\w-]+)*(?: and [\\w.-]+)*:? (?:is |must be )?(.*?)(?:, not .*)?$");

    private static final Pattern EVERY = Pattern.compile("every (?:bound|duration)(?: of [\\w.-]+)? must be ");
    private static final Pattern DURATION = Pattern.compile("PT([\\d.]+)([SMH])");
    private static final Map<Class<?>, List<String>> PROBES = Map.of(
            int.class, List.of("-1", "0", "2147483647"),
            long.class, List.of("-1", "0", "9223372036854775807"),
            Duration.class, List.of("-1s", "0s", "36500d"),
            DataSize.class, List.of("-1B", "0B", "1024GB"));

    private final Path root;

    record Row(String prefix, String name, String standard, String allowed, String what) {}

    ConfigurationReference(Path root) {
        this.root = root;
    }

    String page() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                Every property of ours, written from the code; what a process needs is in [operations.md](operations.md). A value outside
                its bounds ends the start with a line that names the property. Durations are like `500ms`, `10s`, `1h`, sizes like `64KB`.
                In the environment, `hongyan.link.call.port` is `HONGYAN_LINK_CALL_PORT`.
                """);
        String prefix = "";
        for (Row row : rows()) {
            if (!row.prefix().equals(prefix)) {
                prefix = row.prefix();
                page.append("\n## ")
                        .append(prefix)
                        .append("\n\n| property | default | allowed | what |\n|---|---|---|---|\n");
            }
            page.append("| `")
                    .append(row.name().substring(prefix.length() + 1))
                    .append("` | ")
                    .append(row.standard().isEmpty() ? "" : "`" + row.standard() + "`")
                    .append(" | ")
                    .append(row.allowed())
                    .append(" | ")
                    .append(row.what())
                    .append(" |\n");
        }
        return page.toString();
    }

    List<Row> rows() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents("im.hongyan").stream()
                .map(found -> ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null))
                .filter(Class::isRecord)
                .flatMap(this::rows)
                .sorted((one, other) -> one.prefix().compareTo(other.prefix()))
                .toList();
    }

    private Stream<Row> rows(Class<?> type) {
        ConfigurationProperties properties = AnnotationUtils.findAnnotation(type, ConfigurationProperties.class);
        String prefix = properties == null ? "" : String.valueOf(AnnotationUtils.getValue(properties, "prefix"));
        List<Row> rows = new ArrayList<>();
        collect(type, type, prefix, prefix, rows);
        return rows.stream();
    }

    private void collect(Class<?> root, Class<?> type, String prefix, String path, List<Row> rows) {
        Map<String, String> words = words(type);
        for (RecordComponent component : type.getRecordComponents()) {
            String name = path + "." + kebab(component.getName());
            if (component.getType().isRecord()) {
                collect(root, component.getType(), prefix, name, rows);
            } else {
                DefaultValue standard = standard(type, component);
                rows.add(new Row(
                        prefix,
                        name,
                        standard == null ? "" : String.join(",", standard.value()),
                        allowed(root, prefix, name, component.getType()),
                        words.getOrDefault(component.getName(), "")));
            }
        }
    }

    private static @Nullable DefaultValue standard(Class<?> type, RecordComponent component) {
        return Stream.of(type.getDeclaredConstructors())
                .flatMap(constructor -> Stream.of(constructor.getParameters()))
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(DefaultValue.class)))
                .findFirst()
                .orElse(null);
    }

    /** What the record says when it is given too little and too much. */
    private static String allowed(Class<?> root, String prefix, String name, Class<?> type) {
        if (type == boolean.class) {
            return "true, false";
        }
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(value -> value.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
        }
        Set<String> rules = new LinkedHashSet<>();
        for (String probe : PROBES.getOrDefault(type, List.of())) {
            try {
                new Binder(new MapConfigurationPropertySource(Map.of(name, probe)))
                        .bindOrCreate(prefix, Bindable.of(root));
            } catch (RuntimeException refused) {
                rules.add(rule(name, refused));
            }
        }
        rules.remove("");
        return String.join("; ", rules);
    }

    /** Empty when another property was found not to fit to this value of ours. */
    private static String rule(String name, Throwable refused) {
        Throwable cause = refused;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        Matcher refusal = REFUSAL.matcher(message);
        if (!refusal.find()) {
            return EVERY.matcher(message).replaceFirst("").replace("|", "\\|");
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (!name.startsWith(refusal.group(1)) && !message.matches(".*\\b" + last + "\\b.*")) {
            return "";
        }
        String unit = refusal.group(2) == null ? "" : " " + refusal.group(2);
        String rule = EVERY.matcher(refusal.group(3)).replaceFirst("") + unit;
        return DURATION.matcher(rule)
                .replaceAll(found -> found.group(1) + found.group(2).toLowerCase(Locale.ROOT))
                .replace("|", "\\|");
    }

    /** The words of the Javadoc by the names of the components. */
    private Map<String, String> words(Class<?> type) {
        Class<?> outermost = type.getEnclosingClass() == null ? type : type.getEnclosingClass();
        Matcher records = RECORD.matcher(source(outermost));
        while (records.find()) {
            if (records.group(2).equals(type.getSimpleName())) {
                String text = records.group(1).replaceAll("\\n\\s*\\* ?", "\n");
                return PARAM.matcher(text)
                        .results()
                        .collect(Collectors.toMap(found -> found.group(1), found -> plain(found.group(2))));
            }
        }
        return Map.of();
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\{@link(?:plain)? [\\w.#]* ?([^}]*)}", "$1")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .strip();
    }

    private String source(Class<?> type) {
        String file = "src/main/java/" + type.getName().replace('.', '/') + ".java";
        return Stream.of("protocol/link", "gateway", "chat-core", "persistence")
                .map(module -> root.resolve(module).resolve(file))
                .filter(Files::exists)
                .map(ConfigurationReference::read)
                .findFirst()
                .orElse("");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
