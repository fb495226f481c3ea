package im.hongyan.gateway.transport.tcp;

import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.time.HashedWheel;
import im.hongyan.gateway.transport.Acceptor;
import im.hongyan.gateway.transport.TransportProperties;
import im.hongyan.gateway.transport.port.ConnectionLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.http.client.ReactorResourceFactory;

/** Starts the TCP transport alone. */
final class TcpServers {
    /** One for all servers of a run: a wheel that nobody stops would count as a leak. */
    private static final HashedWheel WHEEL = new HashedWheel(new SimpleMeterRegistry());

    private TcpServers() {}

    static TcpTransport start(Acceptor acceptor, DefaultSslBundleRegistry bundles, Map<String, String> settings) {
        return start(acceptor, bundles, settings, new SimpleMeterRegistry());
    }

    static TcpTransport start(
            Acceptor acceptor, DefaultSslBundleRegistry bundles, Map<String, String> settings, MeterRegistry meters) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("hongyan.gateway.transport.tcp-port", "0");
        all.putIfAbsent("hongyan.gateway.transport.tcp-host", "127.0.0.1");
        TransportProperties properties = new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("hongyan.gateway.transport", TransportProperties.class);
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(true);
        resources.afterPropertiesSet();
        TcpTransport transport = new TcpTransport(
                properties,
                acceptor,
                new ConnectionLimits(properties, new Refusals(meters), meters),
                WHEEL,
                resources,
                bundles);
        transport.start();
        return transport;
    }
}
