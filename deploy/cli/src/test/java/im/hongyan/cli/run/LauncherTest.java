package im.hongyan.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script in a small tree of its own, with a JDK and a Maven that write down how they were called. */
class LauncherTest {

    private static final String JAVA = """
            for argument in "$@"; do
              case $argument in
                -XX:AOTCacheOutput=*|-XX:ArchiveClassesAtExit=*)
                  [ -z "${FORGETFUL:-}" ] && echo learned >"${argument#*=}"
                  echo rehearsed >>"${argument#*=}.count"
                  ;;
              esac
            done
            printf '%s\\n' "$0" "$@" "LC_ALL=${LC_ALL:-}"
            """;
    private static final String MAVEN = """
            echo "$*" >> mvn-calls
            sleep 0.3
            for module in cli standalone; do
              mkdir -p deploy/$module/target
              echo /lib/$module.jar > deploy/$module/target/class-path
            done
            """;

    @TempDir
    Path folder;

    private Path project;
    private Path jdk;
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void makeTree() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        Files.copy(Path.of("../../hongyan"), project.resolve("hongyan"));
        Files.setPosixFilePermissions(project.resolve("hongyan"), PosixFilePermissions.fromString("rwxr-xr-x"));
        write(
                project.resolve("pom.xml"),
                "<project>\n  <version>7.0</version>\n  <x><version>1</version></x>\n</project>\n");
        write(project.resolve("gateway/src/main/java/A.java"), "class A {}");
        for (String module : List.of("protocol", "chat-core", "persistence", "deploy/local", "deploy/bench")) {
            Files.createDirectories(project.resolve(module));
        }
        jdk = jdk("jdk", "25.0.3");
        Path programs = Files.createDirectories(folder.resolve("programs"));
        program(programs.resolve("mvn"), MAVEN);
        environment.put("JAVA_HOME", jdk.toString());
        environment.put("PATH", programs + ":/usr/bin:/bin");
        environment.put("HOME", folder.toString());
    }

    @Test
    void becomesTheJavaProcessOfTheCommandLine() throws Exception {
        Run run = run(project.resolve("hongyan"), "send", "two words", "");
        assertThat(run.code).as(run.err).isZero();
        assertThat(run.out.getFirst()).isEqualTo(jdk.resolve("bin/java").toString());
        assertThat(run.out)
                .contains("-Dhongyan.home=" + project.toRealPath(), "-XX:TieredStopAtLevel=1")
                .containsSequence(
                        "-cp",
                        project.toRealPath() + "/deploy/cli/target/hongyan-cli-7.0.jar:/lib/cli.jar",
                        "im.hongyan.cli.HongyanCommand",
                        "send",
                        "two words",
                        "");
    }

    @Test
    void givesTheVerbStartTheServersClassPathAndTheWholeCompiler() throws Exception {
        Run run = run(project.resolve("hongyan"), "start");
        assertThat(run.out.get(run.out.indexOf("-cp") + 1)).endsWith("/hongyan-standalone-7.0.jar:/lib/standalone.jar");
        assertThat(run.out).doesNotContain("-XX:TieredStopAtLevel=1");
    }

    @Test
    void rehearsesTheStartAfterEveryBuildAndUsesWhatWasLearned() throws Exception {
        Path launcher = project.resolve("hongyan");
        Path learned = project.toRealPath().resolve("target/start-25.aot");
        assertThat(run(launcher, "--version").err).contains("rehearsing");
        Run start = run(launcher, "start", "--tcp-port", "0");
        assertThat(start.err).isEmpty();
        assertThat(start.out).contains("-XX:AOTCache=" + learned).containsSequence("start", "--tcp-port", "0");
        assertThat(run(launcher, "send").out).noneMatch(line -> line.contains("AOTCache"));
        assertThat(Path.of(learned + ".count")).hasContent("rehearsed");
        Files.setLastModifiedTime(
                project.resolve("gateway/src/main/java/A.java"),
                FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(run(launcher, "x").err).contains("building", "rehearsing");
    }

    @Test
    void startsWithoutWhatCouldNotBeLearned() throws Exception {
        environment.put("FORGETFUL", "1");
        Run first = run(project.resolve("hongyan"), "start");
        assertThat(first.code).isZero();
        assertThat(first.out).noneMatch(line -> line.contains("AOTCache")).contains("start");
        assertThat(run(project.resolve("hongyan"), "start").err).isEmpty();
    }

    @Test
    void keepsAnArchiveOfClassesForAJdkThatKnowsNoMore() throws Exception {
        environment.put("JAVA_HOME", jdk("jdk21", "21.0.9").toString());
        assertThat(run(project.resolve("hongyan"), "start").out)
                .contains("-XX:SharedArchiveFile=" + project.toRealPath().resolve("target/start-21.jsa"))
                .noneMatch(line -> line.contains("unsafe") || line.contains("-Xlog:aot"));
    }

    @Test
    void readsArgumentsInAnyScriptWithoutALocale() throws Exception {
        assertThat(run(project.resolve("hongyan"), "x").out).contains("LC_ALL=C.UTF-8");
        environment.put("LANG", "zh_CN.UTF-8");
        assertThat(run(project.resolve("hongyan"), "x").out).contains("LC_ALL=");
    }

    @Test
    void buildsOnceAndAgainWhenASourceChanges() throws Exception {
        Path launcher = project.resolve("hongyan");
        assertThat(run(launcher, "x").err).contains("building deploy/cli");
        assertThat(run(launcher, "x").err).isEmpty();
        assertThat(calls()).hasSize(1);
        Files.setLastModifiedTime(
                project.resolve("gateway/src/main/java/A.java"),
                FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(run(launcher, "x").err).contains("building");
        assertThat(calls()).hasSize(2).allMatch(call -> call.contains("package -pl deploy/cli -am"));
    }

    @Test
    void buildsNacosForTheClusterThatWantsItOnly() throws Exception {
        run(project.resolve("hongyan"), "cluster", "start", "--dir", "d", "--nacos");
        assertThat(calls()).hasSize(2).anyMatch(call -> call.contains("-pl deploy/nacos"));
    }

    @Test
    void letsOneBuildAtATimeServeAll() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(project.resolve("hongyan"), folder, "x"));
        }
        for (Process process : processes) {
            assertThat(finish(process).code).isZero();
        }
        assertThat(calls()).hasSize(1);
    }

    @Test
    void takesTheLockOverFromABuildThatWasKilled() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectories(project.resolve("target"));
        Files.createSymbolicLink(project.resolve("target/build.owner"), Path.of("pid-" + gone.pid()));
        assertThat(run(project.resolve("hongyan"), "x").code).isZero();
        assertThat(Files.isSymbolicLink(project.resolve("target/build.owner"))).isFalse();
    }

    @Test
    void waitsForABuildThatRunsAndSaysForWhich() throws Exception {
        Files.createDirectories(project.resolve("target"));
        Path lock = project.resolve("target/build.owner");
        Process building = new ProcessBuilder("sleep", "600").start();
        try {
            Files.createSymbolicLink(lock, Path.of("pid-" + building.pid()));
            Process waiting = start(project.resolve("hongyan"), folder, "x");
            String told = waiting.errorReader(StandardCharsets.UTF_8).readLine();
            assertThat(told)
                    .contains(
                            "waiting for another build (process " + building.pid(),
                            lock.getFileName().toString());
            building.destroyForcibly().waitFor();
            assertThat(finish(waiting).code).isZero();
        } finally {
            building.destroyForcibly();
        }
    }

    @Test
    void worksFromAnyFolderThroughLinks() throws Exception {
        Path near = Files.createSymbolicLink(project.resolve("goose"), Path.of("hongyan"));
        Path far = Files.createSymbolicLink(folder.resolve("goose"), near);
        Run run = finish(start(far, Path.of("/"), "x"));
        assertThat(run.out).contains("-Dhongyan.home=" + project.toRealPath());
    }

    @Test
    void passesOverAJdkThatIsTooOld() throws Exception {
        environment.put("JAVA_HOME", jdk("old", "17.0.1").toString());
        environment.put("SDKMAN_DIR", folder.resolve("sdkman").toString());
        environment.put("PATH", folder.resolve("programs") + ":" + onlyTheBasics());
        Path newer = jdk("sdkman/candidates/java/99", "99");
        assertThat(run(project.resolve("hongyan"), "x").out.getFirst())
                .isEqualTo(newer.resolve("bin/java").toString());
    }

    @Test
    void buildsWhatAClusterRemembers() throws Exception {
        write(folder.resolve("d/cluster.properties"), "gateways=1\nnacos=true\n");
        run(project.resolve("hongyan"), "cluster", "start", "--dir", "d");
        assertThat(calls()).hasSize(2).anyMatch(call -> call.contains("-pl deploy/nacos"));
    }

    @Test
    void saysWhatToInstallWithoutMaven() throws Exception {
        environment.put("PATH", onlyTheBasics());
        Run run = run(project.resolve("hongyan"), "x");
        assertThat(run.code).isEqualTo(1);
        assertThat(run.err).contains("Maven is missing");
    }

    @Test
    void endsWithTheReasonWhenTheBuildFails() throws Exception {
        program(folder.resolve("programs/mvn"), "echo no such thing; exit 3\n");
        Run run = run(project.resolve("hongyan"), "x");
        assertThat(run.code).isEqualTo(1);
        assertThat(run.err).contains("no such thing", "the build failed");
        assertThat(run.out).isEmpty();
        assertThat(Files.isSymbolicLink(project.resolve("target/build.owner"))).isFalse();
    }

    private record Run(int code, List<String> out, String err) {}

    private Run run(Path launcher, String... arguments) throws Exception {
        return finish(start(launcher, folder, arguments));
    }

    private Process start(Path launcher, Path directory, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(launcher.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Run finish(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out.isEmpty() ? List.of() : List.of(out.split("\n", -1)), err);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(project.resolve("mvn-calls"));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        write(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        program(home.resolve("bin/java"), JAVA);
        program(home.resolve("bin/javac"), "exit 0");
        return home;
    }

    private String onlyTheBasics() throws IOException {
        Path basics = Files.createDirectories(folder.resolve("basics"));
        for (String name : List.of(
                "sh",
                "dirname",
                "readlink",
                "sed",
                "find",
                "head",
                "tail",
                "cat",
                "mkdir",
                "rm",
                "mv",
                "ln",
                "sleep")) {
            program(basics.resolve(name), "exec /bin/" + name + " \"$@\"");
        }
        return basics.toString();
    }

    private static void program(Path file, String script) throws IOException {
        write(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
