package im.hongyan.gateway.rest;

import im.hongyan.link.http.ClientAddressHeader;
import java.net.InetSocketAddress;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells chat-core where the client is, and lets no client tell it. */
@Component
final class ClientAddressFilter implements GlobalFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        return chain.filter(exchange.mutate()
                .request(request -> request.headers(headers -> {
                    headers.remove(ClientAddressHeader.NAME);
                    if (remote != null && remote.getAddress() != null) {
                        headers.set(
                                ClientAddressHeader.NAME, remote.getAddress().getHostAddress());
                    }
                }))
                .build());
    }
}
