package im.hongyan.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterShapeTest {

    @TempDir
    Path parent;

    @Test
    void survivesBeingWrittenDownAndIsReadableForItsOwnerOnly() throws IOException {
        Path folder = parent.resolve("cluster");
        ClusterShape shape = new ClusterShape(20_000, 2, 3, 1, true, ClusterShape.newSecret());
        assertThat(ClusterShape.read(folder)).isEmpty();
        shape.write(folder);
        assertThat(ClusterShape.read(folder)).contains(shape);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("cluster.properties"))))
                .isEqualTo("rw-------");
        assertThat(shape.toString()).doesNotContain(shape.secret());
    }

    @Test
    void refusesNumbersThatWouldMakePortsCollide() {
        assertThatThrownBy(() -> new ClusterShape(8_080, 0, 1, 1, false, "s")).hasMessageContaining("--gateways is 1");
        assertThatThrownBy(() -> new ClusterShape(8_080, 1, 41, 1, false, "s")).hasMessageContaining("--cores");
        assertThatThrownBy(() -> new ClusterShape(80, 1, 1, 1, false, "s")).hasMessageContaining("--base-port");
    }

    @Test
    void givesEveryProcessPortsOfItsOwn(@TempDir Path folder) {
        ClusterShape largest =
                new ClusterShape(60_000, ClusterShape.MOST, ClusterShape.MOST, ClusterShape.MOST, true, "s");
        Cluster cluster = new Cluster(folder, largest);
        List<Integer> taken = new ArrayList<>(
                List.of(cluster.ports().rabbitMapper(), cluster.ports().rabbitDistribution()));
        IntStream.range(0, ClusterShape.MOST)
                .forEach(index -> taken.add(cluster.ports().gatewayManagement(index)));
        List<ClusterMember> members = new ArrayList<>(cluster.applications());
        members.addAll(cluster.servers());
        for (ClusterMember member : members) {
            if (member.httpPort() != null) {
                taken.add(member.httpPort());
            }
            if (member.tcpPort() != null) {
                taken.add(member.tcpPort());
            }
        }
        assertThat(taken).doesNotHaveDuplicates().allMatch(port -> port > 1_024 && port < 65_536);
        assertThat(members).hasSize(3 * ClusterShape.MOST + 4);
    }
}
