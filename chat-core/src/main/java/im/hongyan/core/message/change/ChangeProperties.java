package im.hongyan.core.message.change;

import im.hongyan.core.message.change.Judgement.Windows;
import im.hongyan.core.tenant.Tenant.Policies;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what was said can be changed, where a tenant has not chosen.
 *
 * @param recallWindow for how long the sender of a message may recall it; 0: never
 * @param editWindow for how long the sender of a text may edit it; 0: never
 */
@ConfigurationProperties("hongyan.core.message.change")
record ChangeProperties(
        @DefaultValue("2m") Duration recallWindow,
        @DefaultValue("15m") Duration editWindow) {

    ChangeProperties {
        if (recallWindow.isNegative() || editWindow.isNegative()) {
            throw new IllegalArgumentException("hongyan.core.message.change: a window must be at least 0 s");
        }
    }

    /** What is in force for a tenant that has chosen this. */
    Windows windows(Policies chosen) {
        return new Windows(window(chosen.recallSeconds(), recallWindow), window(chosen.editSeconds(), editWindow));
    }

    private static Duration window(@Nullable Integer seconds, Duration otherwise) {
        return seconds == null ? otherwise : Duration.ofSeconds(seconds);
    }
}
