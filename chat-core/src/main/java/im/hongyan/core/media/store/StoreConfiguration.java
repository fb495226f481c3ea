package im.hongyan.core.media.store;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which store is in use. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    MediaStore mediaStore(StoreProperties properties) {
        return new LocalStore(properties.folder(), properties.threads());
    }
}
