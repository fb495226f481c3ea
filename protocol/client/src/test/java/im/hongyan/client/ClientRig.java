package im.hongyan.client;

import static im.hongyan.client.Clients.PATIENCE;
import static im.hongyan.client.Clients.connected;

import im.hongyan.client.fake.FakeServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A server of the test's own and the clients of it, which are closed after each test. */
abstract class ClientRig {
    final FakeServer server = FakeServer.start();
    final List<HongyanClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(client -> client.close().block(PATIENCE));
        server.close();
    }

    HongyanClient connect(ClientBuilder builder) {
        HongyanClient client = connected(builder);
        clients.add(client);
        return client;
    }
}
