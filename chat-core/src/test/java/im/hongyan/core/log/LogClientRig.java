package im.hongyan.core.log;

import im.hongyan.link.call.CallClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** For the tests of other rooms. */
public final class LogClientRig {
    private LogClientRig() {}

    public static LogClient over(CallClient persistence) {
        return new LogClient(persistence);
    }

    public static HeadReader heads(CallClient persistence) {
        return new HeadReader(over(persistence), new SimpleMeterRegistry());
    }
}
