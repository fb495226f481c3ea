package im.hongyan.core.account.user;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many users are told, and how often one may look for some.
 *
 * @param batch users whose profiles are asked for at once, at the most
 * @param found users that a search finds at the most
 * @param searches of one user in a row, at each chat-core
 * @param searchPace after which one more of these may be made
 * @param searchers users whose searches are counted at the same time; beyond that whoever has not searched for longest
 *     begins anew
 * @param introduced users remembered as having a name, so that it is not written each time they come
 */
@ConfigurationProperties("hongyan.core.account.user")
record UserProperties(
        @DefaultValue("100") int batch,
        @DefaultValue("20") int found,
        @DefaultValue("30") int searches,
        @DefaultValue("2s") Duration searchPace,
        @DefaultValue("100000") int searchers,
        @DefaultValue("100000") int introduced) {

    UserProperties {
        if (batch < 1 || batch > 1_000 || found < 1 || found > 1_000) {
            throw new IllegalArgumentException("hongyan.core.account.user.batch and found must be 1 to 1000");
        }
        if (searches < 1 || searchers < 1 || introduced < 1) {
            throw new IllegalArgumentException(
                    "hongyan.core.account.user.searches, searchers and introduced must be at least 1");
        }
        if (searchPace.toMillis() < 1) {
            throw new IllegalArgumentException("hongyan.core.account.user.search-pace must be at least 1ms");
        }
    }
}
