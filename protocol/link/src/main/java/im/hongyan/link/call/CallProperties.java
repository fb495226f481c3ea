package im.hongyan.link.call;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The dials of the calls.
 *
 * @param limits the bounds of a client of one service
 */
@ConfigurationProperties("hongyan.link.call")
public record CallProperties(@DefaultValue CallLimits limits) {}
