package im.hongyan.client.transport;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.SSLException;

/** Makes the client's side of TLS. Not for applications. */
public final class Tls {
    private Tls() {}

    /**
     * Believes whom {@code trust} says, and verifies the host's name. Reads files: not to be called on an event loop.
     *
     * @throws IllegalArgumentException when the certificates cannot be read
     */
    public static SslContext context(Trust trust) {
        SslContextBuilder builder = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
        try {
            return switch (trust) {
                case Trust.Platform platform -> builder.build();
                case Trust.Certificates certificates ->
                    builder.trustManager(certificates.pem().toFile()).build();
            };
        } catch (SSLException e) {
            throw new IllegalArgumentException("the trusted certificates cannot be read", e);
        }
    }
}
