package im.hongyan.e2e.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.hongyan.e2e.world.Verb;
import im.hongyan.local.LocalServer;
import im.hongyan.local.TestServers;
import im.hongyan.local.machine.Leash;
import im.hongyan.local.machine.OwnedProcess;
import im.hongyan.local.machine.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code cluster start|status|stop}, as they are. */
@Timeout(600)
class ClusterStoryTest {
    private final Path folder = TestServers.newFolder("cluster");
    private final int base = Ports.freeWith(1, 100, 101, 200, 201, 300, 301, 302, 303, 304, 320);

    @AfterEach
    void leaveNothing() throws IOException {
        LocalServer.running(folder).values().forEach(all -> all.forEach(OwnedProcess::kill));
    }

    @Test
    void startsSendsMissesWhatDiedBringsItBackAndStops() throws IOException {
        Verb ready = start("--base-port=" + base, "--gateways=1", "--cores=1", "--persistences=1");
        assertThat(ready.json().get("http").asText()).isEqualTo("http://127.0.0.1:" + base);
        assertThat(ready.json().get("tcp").asText()).isEqualTo("127.0.0.1:" + (base + 1));
        assertThat(talk("send", "--user=alice", "--to=bob", "the first letter").code())
                .isZero();

        Map<String, JsonNode> before = status();
        assertThat(before)
                .containsOnlyKeys("chat-core-1", "gateway-1", "mariadb", "persistence-1", "rabbitmq", "redis")
                .allSatisfy((name, process) ->
                        assertThat(process.get("alive").asBoolean()).isTrue());
        assertThat(of(before, "gateway-1").get("httpPort").asInt()).isEqualTo(base);
        assertThat(of(before, "chat-core-1").get("role").asText()).isEqualTo("chat-core");

        running("gateway").kill();
        Map<String, JsonNode> missing = status();
        assertThat(missing)
                .hasSameSizeAs(before)
                .allSatisfy((name, process) ->
                        assertThat(process.get("alive").asBoolean()).isEqualTo(!name.equals("gateway-1")));

        start();
        assertThat(status())
                .allSatisfy((name, process) -> assertThat(
                                process.get("pid").equals(of(before, name).get("pid")))
                        .as("%s is the same process", name)
                        .isEqualTo(!name.equals("gateway-1")));
        Verb history = talk("history", "--user=bob", "--with=alice");
        assertThat(history.json().get("text").asText()).as(history.err()).isEqualTo("the first letter");

        Verb stopped = Verb.run("cluster", "stop", "--dir=" + folder, "--json");
        assertThat(stopped.code()).as(stopped.err()).isZero();
        assertThat(stopped.json().get("stopped")).hasSize(before.size());
        assertThat(status()).isEmpty();
        assertThat(LocalServer.running(folder)).isEmpty();
    }

    private Verb start(String... shape) throws IOException {
        String[] all = new String[shape.length + 4];
        System.arraycopy(new String[] {"cluster", "start", "--json", "--dir=" + folder}, 0, all, 0, 4);
        System.arraycopy(shape, 0, all, 4, shape.length);
        Verb ready = Verb.run(all);
        LocalServer.running(folder).values().forEach(some -> some.forEach(Leash.ofThisJvm()::tie));
        assertThat(ready.code()).as(ready.err()).isZero();
        return ready;
    }

    private Verb talk(String verb, String... arguments) {
        String[] all = new String[arguments.length + 3];
        System.arraycopy(new String[] {verb, "--http-port=" + base, "--tcp-port=" + (base + 1)}, 0, all, 0, 3);
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Verb.run(all);
    }

    private OwnedProcess running(String role) throws IOException {
        return of(LocalServer.running(folder), role).getFirst();
    }

    private static <V> V of(Map<String, V> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    private Map<String, JsonNode> status() {
        Verb status = Verb.run("cluster", "status", "--json", "--dir=" + folder);
        assertThat(status.code()).as(status.err()).isZero();
        Map<String, JsonNode> byName = new TreeMap<>();
        StreamSupport.stream(status.json().get("processes").spliterator(), false)
                .forEach(process -> byName.put(process.get("name").asText(), process));
        return byName;
    }
}
