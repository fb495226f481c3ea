package im.hongyan.gateway.session;

import im.hongyan.gateway.transport.Connection;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.OpenSession;
import im.hongyan.link.proto.OpenedSession;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.Ids;
import im.hongyan.wire.WireLimits;
import im.hongyan.wire.frame.Hello;
import im.hongyan.wire.frame.Limits;
import im.hongyan.wire.frame.Welcome;
import java.net.InetAddress;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** From HELLO to WELCOME: what is asked of chat-core, and what is made of the answer. */
final class Opening {
    /** For a credential that does not end. */
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Surroundings here;
    private final Connection connection;
    private final Hello hello;

    Opening(Surroundings here, Connection connection, Hello hello) {
        this.here = here;
        this.connection = connection;
        this.hello = hello;
    }

    /** Asks chat-core whose credential this is. */
    Mono<OpenedSession> verify() {
        InetAddress address = connection.remoteAddress().getAddress();
        return here.core()
                .client()
                .call(
                        Calls.OPEN_SESSION,
                        OpenSession.newBuilder()
                                .setHello(hello)
                                .setRemoteAddress(address == null ? "" : address.getHostAddress())
                                .build());
    }

    /** Makes a new session of the answer. */
    Identity identify(OpenedSession verified) {
        Principal principal = verified.getPrincipal();
        long now = System.currentTimeMillis();
        return new Identity(
                principal,
                here.arrivals()
                        .route(
                                principal.getTenant(),
                                principal.getUser(),
                                principal.getDevice(),
                                Ids.newMessageId(now)),
                verified.getGroupsList(),
                here.properties().window().grant(hello.getWindow()),
                limits(verified),
                verified.getCredentialExpiresAt() == 0
                        ? FOR_EVER
                        : Duration.ofMillis(
                                Math.clamp(verified.getCredentialExpiresAt() - now, 0, FOR_EVER.toMillis())));
    }

    private Limits limits(OpenedSession verified) {
        return Limits.newBuilder()
                .setFrameBytes(connection.maxBodyBytes())
                .setTextChars(WireLimits.TEXT_CODE_POINTS)
                .setSendsInFlight(here.properties().limits().sendsInFlight())
                .setSyncCursors(verified.getSyncCursors())
                .setPageMessages(verified.getPageMessages())
                .build();
    }

    Welcome welcome(Identity identity) {
        return Welcome.newBuilder()
                .setSession(identity.route().session())
                .setApp(identity.principal().getTenant())
                .setUser(identity.principal().getUser())
                .setDevice(identity.principal().getDevice())
                .setServerTime(System.currentTimeMillis())
                .setHeartbeatMillis((int) here.properties().heartbeat().toMillis())
                .setLimits(identity.limits())
                .setWindow(identity.window())
                .build();
    }
}
