package im.hongyan.cli.run;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/**
 * What a local cluster consists of. Everything else (ports, folders, settings) follows from it, so it is all that is
 * written down.
 *
 * @param basePort the first gateway's HTTP port; all other ports are counted from it
 * @param gateways how many
 * @param cores how many
 * @param persistences how many
 * @param nacos whether everything finds everything through a Nacos
 * @param secret what the processes prove to each other
 */
record ClusterShape(int basePort, int gateways, int cores, int persistences, boolean nacos, String secret) {

    static final int MOST = 40;
    private static final int SECRET_BYTES = 24;

    ClusterShape {
        requireCount("gateways", gateways);
        requireCount("cores", cores);
        requireCount("persistences", persistences);
        if (basePort < 1_024 || basePort > 60_000) {
            throw new IllegalArgumentException("--base-port is 1024 to 60000, not " + basePort);
        }
    }

    static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The shape of the cluster in this folder; empty when there is none. */
    static Optional<ClusterShape> read(Path folder) {
        Path file = file(folder);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new ClusterShape(
                Integer.parseInt(properties.getProperty("base-port")),
                Integer.parseInt(properties.getProperty("gateways")),
                Integer.parseInt(properties.getProperty("cores")),
                Integer.parseInt(properties.getProperty("persistences")),
                Boolean.parseBoolean(properties.getProperty("nacos")),
                properties.getProperty("secret")));
    }

    void write(Path folder) {
        Properties properties = new Properties();
        properties.setProperty("base-port", Integer.toString(basePort));
        properties.setProperty("gateways", Integer.toString(gateways));
        properties.setProperty("cores", Integer.toString(cores));
        properties.setProperty("persistences", Integer.toString(persistences));
        properties.setProperty("nacos", Boolean.toString(nacos));
        properties.setProperty("secret", secret);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file(folder))) {
                Files.createFile(
                        file(folder),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            try (Writer writer = Files.newBufferedWriter(file(folder))) {
                properties.store(writer, "A local cluster of Hongyan; changed by: hongyan cluster start");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return gateways + " gateways, " + cores + " chat-cores, " + persistences + " persistences"
                + (nacos ? ", Nacos" : "");
    }

    private static Path file(Path folder) {
        return folder.resolve("cluster.properties");
    }

    private static void requireCount(String name, int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("--" + name + " is 1 to " + MOST + ", not " + count);
        }
    }
}
