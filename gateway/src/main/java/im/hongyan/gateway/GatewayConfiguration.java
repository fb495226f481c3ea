package im.hongyan.gateway;

import im.hongyan.gateway.registry.Node;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** Everything that a gateway is made of, beside the link, the HTTP server and the meters, which the application brings. */
@Configuration
@ConfigurationPropertiesScan
@ComponentScan(
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Application"))
public class GatewayConfiguration {

    @Bean
    Node node(GatewayProperties properties) {
        return new Node(properties.node().isEmpty() ? "gateway-" + UUID.randomUUID() : properties.node());
    }
}
