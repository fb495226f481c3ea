package im.hongyan.core.tenant;

import im.hongyan.core.secret.Secrets;
import im.hongyan.wire.DevelopmentKey;
import java.util.List;
import org.springframework.stereotype.Component;

/** The keys of whoever operates this server: {@code hyop_…}, of which the configuration holds hashes. Safe for concurrent use. */
@Component
public class OperatorKeys {
    /** What every operator key begins with, so that it is known by sight where it leaks. */
    public static final String PREFIX = "hyop_";

    private final List<String> hashes;

    OperatorKeys(TenantProperties properties) {
        this.hashes = properties.operatorKeys();
        if (hashes.contains(Secrets.hash(DevelopmentKey.OPERATOR_KEY))) {
            throw new IllegalStateException(
                    "hongyan.core.tenant.operator-keys: the key of the development profile is known to everybody");
        }
    }

    /**
     * Whether this is an operator key.
     *
     * @param development whether the key that everybody knows is accepted too
     */
    public boolean accepts(String text, boolean development) {
        return (development && text.equals(DevelopmentKey.OPERATOR_KEY))
                || hashes.stream().anyMatch(hash -> Secrets.matches(text, hash));
    }
}
