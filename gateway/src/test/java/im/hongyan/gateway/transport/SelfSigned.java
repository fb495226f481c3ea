package im.hongyan.gateway.transport;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * A certificate for this machine that only the test trusts.
 *
 * @param file where it and its key are, as PKCS12
 */
public record SelfSigned(Path file, KeyStore keys) {
    public static final String PASSWORD = "for-this-test";

    /** Makes one in a folder. */
    public static SelfSigned in(Path folder) throws Exception {
        Path file = folder.resolve("server.p12");
        make(file);
        return of(folder);
    }

    /** The one that was made in a folder. */
    public static SelfSigned of(Path folder) throws Exception {
        Path file = folder.resolve("server.p12");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new SelfSigned(file, keys);
    }

    /** For a server. */
    public SslBundle bundle() {
        return SslBundle.of(SslStoreBundle.of(keys, PASSWORD, null));
    }

    /** For a client. */
    public SSLContext trusting() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
        return trusting;
    }

    private static void make(Path file) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD,
                        "-validity",
                        "1")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("keytool: " + said);
        }
    }
}
