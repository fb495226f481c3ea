package im.hongyan.gateway.session;

import im.hongyan.gateway.catchup.LogReader;
import im.hongyan.gateway.route.Arrivals;
import im.hongyan.gateway.time.Wheel;
import im.hongyan.link.call.CallClient;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** What every session of this node shares. */
@Component
record Surroundings(
        @Qualifier("chat-core") CallClient core,
        LogReader log,
        Wheel wheel,
        Arrivals arrivals,
        SessionMeters meters,
        SessionProperties properties) {}
