package im.hongyan.gateway.session;

import im.hongyan.gateway.catchup.LogReader;
import im.hongyan.gateway.lane.CoreDoor;
import im.hongyan.gateway.refusal.Refusals;
import im.hongyan.gateway.route.Arrivals;
import im.hongyan.gateway.time.Wheel;
import org.springframework.stereotype.Component;

/** What every session of this node shares. */
@Component
record Surroundings(
        CoreDoor core,
        LogReader log,
        Wheel wheel,
        Arrivals arrivals,
        SessionMeters meters,
        Refusals refusals,
        SessionProperties properties) {}
