package im.hongyan.local.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Installs packages of the distribution, as root on Debian and its relatives. The services that come with them are kept
 * from starting. One JVM at a time.
 *
 * @param aptGet the program that installs; empty where there is none
 * @param root whether we may use it
 * @param policy where the system looks whether services may start
 */
record DebianPackages(Optional<Path> aptGet, boolean root, Path policy) {

    private static final Map<String, String> QUIET = Map.of("DEBIAN_FRONTEND", "noninteractive");
    private static final Path LOCK = Path.of(System.getProperty("java.io.tmpdir"), "hongyan-install.lock");

    static DebianPackages ofThisMachine() {
        return new DebianPackages(Programs.find("apt-get"), Programs.isRoot(), Path.of("/usr/sbin/policy-rc.d"));
    }

    /** Installs a package; throws naming it where that is not possible. */
    void install(String name) {
        Path program = aptGet.filter(present -> root)
                .orElseThrow(() -> new IllegalStateException("missing: " + name + ". Install it (on Debian or Ubuntu: "
                        + "apt-get install --no-install-recommends " + name + ") or name the address of a running "
                        + "server in HONGYAN_TEST_REDIS, HONGYAN_TEST_RABBIT or HONGYAN_TEST_MARIADB"));
        System.err.println("hongyan: installing the distribution's package " + name + " with " + program);
        try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IllegalStateException("lost the lock " + LOCK);
            }
            withServicesHeldBack(() -> {
                Programs.output(program, List.of("update", "-q"), QUIET);
                Programs.output(program, List.of("install", "-q", "-y", "--no-install-recommends", name), QUIET);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("could not install " + name, e);
        }
    }

    private void withServicesHeldBack(Runnable work) throws IOException {
        if (Files.exists(policy)) {
            work.run();
            return;
        }
        Files.writeString(policy, "#!/bin/sh\nexit 101\n");
        Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            work.run();
        } finally {
            Files.deleteIfExists(policy);
        }
    }
}
