package im.hongyan.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The reference of all properties is what the code says: names, defaults, what is refused, what for. After a change of a
 * property, {@code mvn test -pl deploy/standalone -am -Dtest=ConfigurationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dhongyan.docs=write} writes it anew.
 */
class ConfigurationReferenceTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/configuration.md");

    @Test
    void isWhatTheCodeSays() throws IOException {
        String page = new ConfigurationReference(ROOT).page();
        if (System.getProperty("hongyan.docs", "").equals("write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readAllLines(PAGE))
                .as("docs/configuration.md; -Dhongyan.docs=write with this test writes it anew")
                .isEqualTo(page.lines().toList());
    }

    @Test
    void saysOfEveryPropertyWhatItIsFor() {
        List<ConfigurationReference.Row> rows = new ConfigurationReference(ROOT).rows();
        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(rows)
                .filteredOn(row -> row.what().isBlank())
                .extracting(ConfigurationReference.Row::name)
                .as("each has a @param in the Javadoc of its record")
                .isEmpty();
    }
}
