package im.hongyan.gateway.session;

import im.hongyan.link.proto.Principal;
import im.hongyan.link.route.RouteTable.DeviceRoute;
import im.hongyan.wire.frame.Limits;
import im.hongyan.wire.frame.Window;
import java.time.Duration;
import java.util.List;

/**
 * Who a session is, from the verified credential.
 *
 * @param groups that the user is a member of
 * @param window in force for the device
 * @param limits that are told in WELCOME
 * @param credentialLife until the credential ends
 */
record Identity(
        Principal principal,
        DeviceRoute route,
        List<String> groups,
        Window window,
        Limits limits,
        Duration credentialLife) {}
