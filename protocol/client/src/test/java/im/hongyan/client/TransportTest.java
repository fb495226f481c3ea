package im.hongyan.client;

import static im.hongyan.client.Clients.PATIENCE;
import static im.hongyan.client.Clients.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.client.Clients.Applied;
import im.hongyan.client.error.RefusedException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.fake.FakeServer;
import im.hongyan.client.fake.TestCertificate;
import im.hongyan.client.login.TokenProvider;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.client.transport.Trust;
import im.hongyan.wire.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** What holds over every transport. */
class TransportTest {

    abstract static class Contract {
        FakeServer server = FakeServer.start();

        abstract Endpoint endpoint();

        Trust trust() {
            return new Trust.Platform();
        }

        @AfterEach
        void close() {
            server.close();
        }

        ClientBuilder builder(String user) {
            return Clients.of(server, user).endpoints(endpoint()).trust(trust());
        }

        @Test
        void carriesFramesBothWaysInOrder() {
            Applied applied = new Applied();
            HongyanClient client =
                    builder("alice").onMessage(MessageHandler.of(applied)).build();
            client.connect().block(PATIENCE);
            client.sendAll(Flux.range(0, 200).map(i -> OutgoingMessage.text(Target.peer("bob"), "m" + i)))
                    .blockLast(PATIENCE);
            eventually(() -> applied.messages.size() == 200);
            assertThat(applied.texts())
                    .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "m" + i).toList());
            client.close().block(PATIENCE);
        }

        @Test
        void carriesTheLargestText() {
            Applied applied = new Applied();
            HongyanClient client =
                    builder("alice").onMessage(MessageHandler.of(applied)).build();
            client.connect().block(PATIENCE);
            String text = "鸿".repeat(20_000);
            client.send(OutgoingMessage.text(Target.peer("bob"), text)).block(PATIENCE);
            eventually(() -> applied.texts().equals(List.of(text)));
            client.close().block(PATIENCE);
        }

        @Test
        void comesBackAfterACut() {
            HongyanClient client = builder("alice").build();
            client.connect().block(PATIENCE);
            server.lastConnection().cut();
            eventually(() -> server.connections().size() == 2);
            client.send(OutgoingMessage.text(Target.peer("bob"), "back")).block(PATIENCE);
            client.close().block(PATIENCE);
        }

        @Test
        void saysByeWhenItIsClosed() {
            HongyanClient client = builder("alice").build();
            client.connect().block(PATIENCE);
            client.close().block(PATIENCE);
            eventually(
                    () -> server.lastConnection().received().getLast().type() == im.hongyan.wire.frame.FrameType.BYE);
        }

        @Test
        void tellsARefusedCredential() {
            HongyanClient client =
                    builder("alice").token(TokenProvider.fixed("nobody")).build();
            assertThatThrownBy(() -> client.connect().block(PATIENCE))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.AUTH_FAILED));
        }
    }

    @Nested
    class OverTcp extends Contract {
        @Override
        Endpoint endpoint() {
            return Endpoint.tcp("localhost", server.tcpPort());
        }
    }

    @Nested
    class OverWebSocket extends Contract {
        @Override
        Endpoint endpoint() {
            return Endpoint.webSocket("127.0.0.1", server.httpPort());
        }
    }

    @Nested
    class OverTls extends Contract {
        @TempDir
        Path folder;

        @BeforeEach
        void encrypt() {
            server.close();
            server = FakeServer.startTls(TestCertificate.in(folder).server());
        }

        @Override
        Endpoint endpoint() {
            return Endpoint.tls("localhost", server.tcpPort());
        }

        @Override
        Trust trust() {
            return new Trust.Certificates(folder.resolve("certificate.pem"));
        }

        @Test
        void doesNotConnectToWhomItDoesNotTrust() {
            HongyanClient client = builder("alice").trust(new Trust.Platform()).build();
            assertThatThrownBy(() -> client.blocking().connect(Duration.ofSeconds(1)))
                    .isInstanceOf(UnansweredException.class);
            assertThat(((ClientState.Waiting) client.states()
                                    .filter(state -> state instanceof ClientState.Waiting)
                                    .blockFirst(PATIENCE))
                            .why())
                    .contains("certification path");
            client.close().block(PATIENCE);
        }

        @Test
        void doesNotConnectToACertificateOfAnotherName() {
            HongyanClient client = builder("alice")
                    .endpoints(Endpoint.tls("127.0.0.1", server.tcpPort()))
                    .build();
            assertThatThrownBy(() -> client.blocking().connect(Duration.ofSeconds(1)))
                    .isInstanceOf(UnansweredException.class);
            client.close().block(PATIENCE);
        }
    }
}
