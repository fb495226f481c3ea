package im.hongyan.persistence;

import im.hongyan.link.ClusterLinkConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A persistence process of a cluster. Its settings: {@code persistence.yaml}. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({PersistenceConfiguration.class, ClusterLinkConfiguration.class})
public class PersistenceApplication {

    public static void main(String[] arguments) {
        run(arguments);
    }

    /** Serves until the context is closed. */
    static ConfigurableApplicationContext run(String... arguments) {
        return new SpringApplicationBuilder(PersistenceApplication.class)
                .properties("spring.config.name=persistence")
                .run(arguments);
    }
}
