package im.hongyan.gateway;

import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.transport.tcp.TcpTransport;
import im.hongyan.link.call.CallClient;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Hello;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A whole gateway on real sockets; only what is behind the link is in memory. */
public final class GatewayContext implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private GatewayContext(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** The application without the link, and what a test puts in its place. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(GatewayConfiguration.class)
    static class Application {
        @Bean
        @Qualifier("chat-core") CoreDouble core() {
            return new CoreDouble();
        }

        @Bean
        RoutesDouble routes() {
            return new RoutesDouble();
        }

        @Bean
        EventsDouble events() {
            return new EventsDouble();
        }
    }

    public static GatewayContext start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "server.port", "0",
                "management.server.port", "0",
                "hongyan.gateway.transport.tcp-port", "0",
                "hongyan.gateway.transport.tcp-host", "127.0.0.1"));
        all.putAll(settings);
        List<String> arguments = new ArrayList<>();
        all.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        GatewayContext started = new GatewayContext(new SpringApplicationBuilder(Application.class)
                .properties("spring.config.name=gateway")
                .run(arguments.toArray(String[]::new)));
        String node = started.get(Node.class).name();
        started.core().tells(event -> started.get(EventsDouble.class).tell(node, event));
        return started;
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    public CoreDouble core() {
        return (CoreDouble) context.getBean(CallClient.class);
    }

    public InetSocketAddress tcp() {
        return Objects.requireNonNull(get(TcpTransport.class).address());
    }

    public int httpPort() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    public int managementPort() {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.management.port")));
    }

    public URI webSocket() {
        return URI.create("ws://127.0.0.1:" + httpPort() + "/ws");
    }

    public static Frame hello(String user) {
        return new Frame(
                FrameType.HELLO,
                1,
                Hello.newBuilder()
                        .setCredential("user:" + user)
                        .setDevice("phone")
                        .build());
    }

    @Override
    public void close() {
        context.close();
    }
}
