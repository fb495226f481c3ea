package im.hongyan.core.media.store;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the bytes of files lie.
 *
 * @param folder of this machine; several chat-cores need one that they share
 * @param threads that read and write there
 */
@ConfigurationProperties("hongyan.core.media.store")
record StoreProperties(
        @DefaultValue("data/media") Path folder,
        @DefaultValue("8") int threads) {

    StoreProperties {
        if (threads < 1) {
            throw new IllegalArgumentException("hongyan.core.media.store.threads must be at least 1");
        }
    }
}
