package im.hongyan.local.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianPackagesTest {

    @TempDir
    Path folder;

    @Test
    void installsWithServicesHeldBackAndLeavesNoTraceOfThat() throws IOException {
        Path policy = folder.resolve("policy-rc.d");
        Path calls = folder.resolve("calls");
        Path aptGet = program("echo \"$@\" >> " + calls + "; " + policy + "; echo policy $? >> " + calls);
        new DebianPackages(Optional.of(aptGet), true, policy).install("redis-server");
        assertThat(calls).content().isEqualTo("""
                update -q
                policy 101
                install -q -y --no-install-recommends redis-server
                policy 101
                """);
        assertThat(policy).doesNotExist();
    }

    @Test
    void keepsAPolicyThatWasThereBefore() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy-rc.d"), "mine");
        new DebianPackages(Optional.of(program("exit 0")), true, policy).install("redis-server");
        assertThat(policy).hasContent("mine");
    }

    @Test
    void takesThePolicyAwayWhenTheInstallationFails() throws IOException {
        Path policy = folder.resolve("policy-rc.d");
        DebianPackages packages = new DebianPackages(Optional.of(program("echo no network; exit 100")), true, policy);
        assertThatThrownBy(() -> packages.install("redis-server")).hasMessageContaining("no network");
        assertThat(policy).doesNotExist();
    }

    @Test
    void namesWhatToInstallWhereItMayNot() {
        DebianPackages packages = new DebianPackages(Optional.empty(), true, folder.resolve("policy-rc.d"));
        assertThatThrownBy(() -> packages.install("redis-server"))
                .hasMessageContaining("apt-get install --no-install-recommends redis-server")
                .hasMessageContaining("HONGYAN_TEST_REDIS");
    }

    private Path program(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("apt-get"), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
