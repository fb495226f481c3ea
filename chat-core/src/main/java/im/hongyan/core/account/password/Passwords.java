package im.hongyan.core.account.password;

import im.hongyan.core.work.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Hashes of passwords: Argon2id (RFC 9106) with the parameters that OWASP asks for, on threads of their own. Errors with BUSY
 * when too many wait. Safe for concurrent use.
 */
@Component
public final class Passwords implements DisposableBean {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    /** The hash of no password, with the same parameters: checking it costs what any other costs. */
    private static final String NOBODYS = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + '$'
            + "A".repeat(22) + '$' + "A".repeat(43);

    private final Argon2PasswordEncoder encoder =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final Workers workers;

    Passwords(PasswordProperties properties, MeterRegistry meters) {
        this.workers = new Workers("password", properties.threads(), properties.waiting(), meters);
    }

    /** The hash to store, with its salt and parameters in it (PHC string format). */
    public Mono<String> hash(String password) {
        return workers.run(() -> encoder.encode(normal(password)));
    }

    /** Whether this is the password of the hash. Without a hash: false, at the same cost. */
    public Mono<Boolean> matches(String password, @Nullable String hash) {
        return workers.run(() -> encoder.matches(normal(password), hash == null ? NOBODYS : hash) && hash != null);
    }

    /** One text, however the keyboard composed it (RFC 8265 §4.2.2). */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    @Override
    public void destroy() {
        workers.close();
    }
}
