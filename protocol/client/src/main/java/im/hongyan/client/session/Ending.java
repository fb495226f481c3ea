package im.hongyan.client.session;

import im.hongyan.wire.frame.Goodbye;
import im.hongyan.wire.frame.Problem;

/** Why a connection ended. */
public sealed interface Ending {
    /** The server said so. */
    record Dismissed(Goodbye goodbye) implements Ending {}

    /** The server refused the connection, at HELLO or later. */
    record Refused(Problem problem) implements Ending {}

    /** It broke, or was never made. */
    record Lost(String why) implements Ending {}
}
