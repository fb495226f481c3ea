package im.hongyan.link.fault;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Cancelling a timer takes the short lock of the timers' queue. Reactor says so to BlockHound for single timers and forgot the
 * periodic ones: RSocket's keep-alive is one, so now and then a client that closed was left half closed by the alarm itself.
 */
public final class TimerLocks implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("reactor.core.scheduler.PeriodicWorkerTask", "dispose")
                .allowBlockingCallsInside("reactor.core.scheduler.PeriodicSchedulerTask", "dispose");
    }
}
