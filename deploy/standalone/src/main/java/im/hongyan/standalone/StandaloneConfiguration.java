package im.hongyan.standalone;

import im.hongyan.core.ChatCoreConfiguration;
import im.hongyan.gateway.GatewayConfiguration;
import im.hongyan.link.InProcessLinkConfiguration;
import im.hongyan.persistence.PersistenceConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The three applications in one context; only the links differ from the cluster's. */
@Configuration(proxyBeanMethods = false)
@Import({
    StandaloneParts.class,
    EmbeddedDatabase.class,
    GatewayConfiguration.class,
    ChatCoreConfiguration.class,
    PersistenceConfiguration.class,
    InProcessLinkConfiguration.class
})
class StandaloneConfiguration {}
