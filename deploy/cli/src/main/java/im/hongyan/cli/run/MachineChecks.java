package im.hongyan.cli.run;

import im.hongyan.local.machine.Programs;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code doctor} looks at on this machine: programs, their versions, room, limits. */
final class MachineChecks {

    private static final int NEEDED_JAVA = 21;
    private static final long GIB = 1L << 30;
    private static final int FEW_FILES = 4_096;

    private final Path data;

    MachineChecks(Path data) {
        this.data = data.toAbsolutePath();
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(program("maven", "mvn", "-v", "to build: apt-get install maven, or brew install maven"));
        findings.add(server("redis", "redis-server", "--version", "redis-server"));
        findings.add(rabbit());
        findings.add(server("mariadb", "mariadbd", "--version", "mariadb-server"));
        findings.add(disk());
        findings.add(openFiles());
        findings.add(memory());
        return findings;
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        String found = "JDK " + Runtime.version() + " in " + System.getProperty("java.home");
        return version >= NEEDED_JAVA
                ? Finding.ok("java", found)
                : Finding.bad("java", found, "Hongyan needs " + NEEDED_JAVA + " or newer: set JAVA_HOME");
    }

    private static Finding rabbit() {
        return Programs.find("rabbitmq-server")
                .map(path -> Finding.ok("rabbitmq", path.toString()))
                .orElseGet(() -> missing("rabbitmq", "rabbitmq-server"));
    }

    private static Finding server(String name, String program, String versionOption, String debianPackage) {
        return Programs.find(program)
                .map(path -> Finding.ok(name, firstLine(path, versionOption)))
                .orElseGet(() -> missing(name, debianPackage));
    }

    private static Finding missing(String name, String debianPackage) {
        return Finding.warn(
                name,
                "no program on the PATH",
                "only the cluster and the tests need it: apt-get install --no-install-recommends " + debianPackage);
    }

    private static Finding program(String name, String program, String versionOption, String remedy) {
        return Programs.find(program)
                .map(path -> Finding.ok(name, firstLine(path, versionOption)))
                .orElseGet(() -> Finding.warn(name, "no " + program + " on the PATH", remedy));
    }

    private static String firstLine(Path program, String option) {
        try {
            return Programs.output(program, List.of(option), Map.of())
                    .lines()
                    .findFirst()
                    .map(line -> line.replaceAll("\u001B\\[[;\\d]*m", ""))
                    .orElse(program.toString());
        } catch (IllegalStateException failed) {
            return program + " (does not tell its version)";
        }
    }

    private Finding disk() {
        try {
            Path there = data;
            while (!Files.exists(there)) {
                there = Optional.ofNullable(there.getParent()).orElse(there.getRoot());
            }
            FileStore store = Files.getFileStore(there);
            String found = "%.1f GiB free at %s".formatted((double) store.getUsableSpace() / GIB, there);
            return store.getUsableSpace() > GIB
                    ? Finding.ok("disk", found)
                    : Finding.warn("disk", found, "make room: the message log only grows, RabbitMQ stops at 50 MB");
        } catch (IOException e) {
            return Finding.warn("disk", "cannot tell: " + e.getMessage(), "look at " + data);
        }
    }

    private static Finding openFiles() {
        String limit = Programs.output(Path.of("/bin/sh"), List.of("-c", "ulimit -n"), Map.of())
                .strip();
        String found = limit + " open files and sockets for one process";
        return limit.matches("\\d+") && Integer.parseInt(limit) < FEW_FILES
                ? Finding.warn("open files", found, "one connection takes one: raise it with ulimit -n 65536")
                : Finding.ok("open files", found);
    }

    private static Finding memory() {
        long heap = Runtime.getRuntime().maxMemory();
        String found = "%d processors, a JVM takes up to %.1f GiB"
                .formatted(Runtime.getRuntime().availableProcessors(), (double) heap / GIB);
        return heap > GIB / 2
                ? Finding.ok("machine", found)
                : Finding.warn("machine", found, "a server wants 512 MiB of heap at least");
    }
}
