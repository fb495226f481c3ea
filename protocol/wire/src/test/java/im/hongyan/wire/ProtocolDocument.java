package im.hongyan.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/protocol.md} as sections, tables and examples. */
record ProtocolDocument(String text) {
    private static final Path PATH = Path.of("../../docs/protocol.md");
    private static final Pattern EXAMPLE = Pattern.compile("```(\\w+) ([\\w-]+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(#([^)]+)\\)");
    private static final Pattern NO_ANCHOR = Pattern.compile("[^\\p{L}\\p{N} -]");

    /** What stands under one heading, down to the next of any level. */
    record Section(List<String> lines) {

        /** The rows of its tables whose first cells are these many; cells without the blanks around them. */
        List<List<String>> rows(int cells) {
            return lines.stream()
                    .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
                    .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                            .map(String::strip)
                            .limit(cells)
                            .toList())
                    .filter(row -> row.stream().anyMatch(cell -> cell.startsWith("`")))
                    .toList();
        }
    }

    static ProtocolDocument read() throws IOException {
        return new ProtocolDocument(Files.readString(PATH));
    }

    Section section(int level, String heading) {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("#")) {
                if (inside) {
                    break;
                }
                inside = line.equals("#".repeat(level) + ' ' + heading);
            } else if (inside) {
                lines.add(line);
            }
        }
        if (!inside) {
            throw new AssertionError("docs/protocol.md has no section " + heading);
        }
        return new Section(lines);
    }

    List<String> headings(int level) {
        return text.lines()
                .filter(line -> line.startsWith("#".repeat(level) + " "))
                .map(line -> line.substring(level + 1))
                .toList();
    }

    /** The fenced blocks of this language that have a name, by name. */
    Map<String, String> examples(String language) {
        Map<String, String> examples = new LinkedHashMap<>();
        Matcher matcher = EXAMPLE.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                examples.put(matcher.group(2), matcher.group(3));
            }
        }
        return examples;
    }

    List<String> linksWithin() {
        return LINK.matcher(text).results().map(link -> link.group(1)).toList();
    }

    /** The names that a heading can be linked by. */
    List<String> anchors() {
        return text.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> NO_ANCHOR
                        .matcher(line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                        .replaceAll("")
                        .replace(' ', '-'))
                .toList();
    }
}
