package im.hongyan.gateway.registry;

/**
 * This process among the gateways.
 *
 * @param name unique among running gateways; others address events to it
 */
public record Node(String name) {}
