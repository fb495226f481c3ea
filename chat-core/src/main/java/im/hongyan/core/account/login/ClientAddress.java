package im.hongyan.core.account.login;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/**
 * Where a client is, as far as what it does is counted: its IPv4 address, or the /64 network of its IPv6 address, of which it has
 * all the others too.
 */
@Component
public final class ClientAddress {
    private static final int NETWORK_BYTES = 8;
    private static final String UNKNOWN = "unknown";

    private final String header;

    ClientAddress(LoginProperties properties) {
        this.header = properties.addressHeader();
    }

    public String of(ServerHttpRequest request) {
        String told = header.isEmpty() ? null : request.getHeaders().getFirst(header);
        String network = told == null ? null : network(told);
        if (network != null) {
            return network;
        }
        InetSocketAddress remote = request.getRemoteAddress();
        String here = remote == null || remote.getAddress() == null
                ? null
                : network(remote.getAddress().getHostAddress());
        return here == null ? UNKNOWN : here;
    }

    /** Null when it is no address. Never asks a name server. */
    static @Nullable String network(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return null;
        }
        byte[] network = bytes.length > Integer.BYTES ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes;
        return HexFormat.of().formatHex(network);
    }
}
