package im.hongyan.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the packages of every module; who may import whom is in the ArchitectureTest of each. */
class PackagesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern SIGN =
            Pattern.compile("^/\\*\\*.+?\\*/\\s+@NullMarked\\s+package im\\.hongyan", Pattern.DOTALL);

    private static List<Path> modules() throws IOException {
        List<Path> modules = new ArrayList<>();
        Matcher named = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
        while (named.find()) {
            modules.add(ROOT.resolve(named.group(1)));
        }
        return modules;
    }

    /** The folders of our packages, with what their package-info says; empty where there is none. */
    private static Map<Path, String> packages() throws IOException {
        Map<Path, String> packages = new TreeMap<>();
        for (Path module : modules()) {
            Path ours = module.resolve(SOURCES).resolve(Path.of("im", "hongyan"));
            if (Files.isDirectory(ours)) {
                try (Stream<Path> files = Files.walk(ours)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct()
                            .forEach(folder -> packages.put(folder, sign(folder)));
                }
            }
        }
        return packages;
    }

    private static String sign(Path folder) {
        Path info = folder.resolve("package-info.java");
        try {
            return Files.exists(info) ? Files.readString(info) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        Map<Path, String> packages = packages();
        assertThat(packages).hasSizeGreaterThan(50);
        assertThat(packages)
                .allSatisfy((folder, sign) ->
                        assertThat(sign).as("the package-info of " + folder).containsPattern(SIGN));
    }
}
