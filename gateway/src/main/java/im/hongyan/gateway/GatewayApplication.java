package im.hongyan.gateway;

import im.hongyan.link.ClusterLinkConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A gateway of a cluster, as a process of its own. Its settings: {@code gateway.yaml}. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({GatewayConfiguration.class, ClusterLinkConfiguration.class})
public class GatewayApplication {

    public static void main(String[] arguments) {
        run(arguments);
    }

    /** Serves until the context is closed. */
    static ConfigurableApplicationContext run(String... arguments) {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .properties("spring.config.name=gateway")
                .run(arguments);
    }
}
