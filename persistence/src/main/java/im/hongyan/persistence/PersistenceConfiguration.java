package im.hongyan.persistence;

import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** Everything of this application but its links, for its own process and for standalone. */
@Configuration(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@ComponentScan(
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "im\\.hongyan\\.persistence\\.\\w+Application"))
public class PersistenceConfiguration {}
