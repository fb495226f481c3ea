package im.hongyan.client.transport;

import java.nio.file.Path;

/** Whose certificates a TLS connection believes. The host name is verified in every case. */
public sealed interface Trust {
    /** The authorities that this Java trusts. */
    record Platform() implements Trust {}

    /**
     * Exactly these.
     *
     * @param pem a file of X.509 certificates in PEM
     */
    record Certificates(Path pem) implements Trust {}
}
