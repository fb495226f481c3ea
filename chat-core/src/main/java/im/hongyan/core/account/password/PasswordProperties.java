package im.hongyan.core.account.password;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many passwords are hashed at once.
 *
 * @param threads that hash; each needs 19 MiB while it does
 * @param waiting passwords that wait for a thread at the most; one more is refused with BUSY
 */
@ConfigurationProperties("hongyan.core.account.password")
record PasswordProperties(
        @DefaultValue("2") int threads, @DefaultValue("100") int waiting) {

    PasswordProperties {
        if (threads < 1 || threads > 256) {
            throw new IllegalArgumentException("hongyan.core.account.password.threads must be 1 to 256");
        }
        if (waiting < 0 || waiting > 100_000) {
            throw new IllegalArgumentException("hongyan.core.account.password.waiting must be 0 to 100000");
        }
    }
}
