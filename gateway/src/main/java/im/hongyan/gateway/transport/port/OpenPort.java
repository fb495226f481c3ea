package im.hongyan.gateway.transport.port;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at the start when credentials and messages would cross a network that everybody on it can read. */
public final class OpenPort {
    private static final Logger LOG = LoggerFactory.getLogger(OpenPort.class);

    private OpenPort() {}

    /**
     * Warns when a port can be reached from other machines and has no TLS.
     *
     * @param what goes over it
     * @param property that would turn TLS on
     * @param address that it listens on; null: all of them
     */
    public static void warn(String what, String property, @Nullable InetAddress address, boolean secured) {
        if (!secured && (address == null || !address.isLoopbackAddress())) {
            LOG.warn(
                    "{}: without TLS, and open to other machines: set {}, or let only something in front that speaks TLS reach it",
                    what,
                    property);
        }
    }
}
