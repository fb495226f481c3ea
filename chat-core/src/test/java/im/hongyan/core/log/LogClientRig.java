package im.hongyan.core.log;

import im.hongyan.link.call.CallClient;

/** For the tests of other rooms. */
public final class LogClientRig {
    private LogClientRig() {}

    public static LogClient over(CallClient persistence) {
        return new LogClient(persistence);
    }
}
