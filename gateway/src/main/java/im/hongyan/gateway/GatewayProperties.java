package im.hongyan.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The dials of the whole gateway.
 *
 * @param node the name of this process, unique among running gateways; empty: made at every start
 */
@ConfigurationProperties("hongyan.gateway")
record GatewayProperties(@DefaultValue("") String node) {}
