package im.hongyan.cli.run;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code doctor} has found about one thing.
 *
 * @param name what was looked at
 * @param level how good it is
 * @param found what is there, in a few words
 * @param remedy how to mend it; empty when there is nothing to mend
 */
record Finding(String name, Level level, String found, String remedy) {

    enum Level {
        /** As it should be. */
        OK,
        /** Something does not work, or works slowly; the rest does. */
        WARN,
        /** Hongyan does not work here. */
        BAD
    }

    static Finding ok(String name, String found) {
        return new Finding(name, Level.OK, found, "");
    }

    static Finding warn(String name, String found, String remedy) {
        return new Finding(name, Level.WARN, found, remedy);
    }

    static Finding bad(String name, String found, String remedy) {
        return new Finding(name, Level.BAD, found, remedy);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("check", name);
        json.put("level", level.name().toLowerCase(Locale.ROOT));
        json.put("found", found);
        json.put("remedy", remedy);
        return json;
    }

    String line() {
        String line = "%-5s %-16s %s".formatted(level, name, found);
        return remedy.isEmpty() ? line : line + "\n      %-16s -> %s".formatted("", remedy);
    }
}
