package im.hongyan.core;

import im.hongyan.link.ClusterLinkConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A chat-core of a cluster, as a process of its own. Its settings: {@code chat-core.yaml}. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ChatCoreConfiguration.class, ClusterLinkConfiguration.class})
public class ChatCoreApplication {

    public static void main(String[] arguments) {
        run(arguments);
    }

    /** Serves until the context is closed. */
    static ConfigurableApplicationContext run(String... arguments) {
        return new SpringApplicationBuilder(ChatCoreApplication.class)
                .properties("spring.config.name=chat-core")
                .run(arguments);
    }
}
