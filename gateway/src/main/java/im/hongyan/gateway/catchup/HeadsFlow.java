package im.hongyan.gateway.catchup;

import im.hongyan.gateway.time.Wheel;
import im.hongyan.link.proto.HeadsResult;
import im.hongyan.wire.Frame;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Heads;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Tells a device the heads of its conversations: all of them once after WELCOME, later those that it has not been told of,
 * because a hint may be lost anywhere on the way. Page by page, the next when the one before has left. Confined to the
 * executor.
 */
public final class HeadsFlow {
    private static final int RETRY_MILLIS = 2_000;

    private final CatchUp.Device device;
    private final LogReader log;
    private final Wheel wheel;
    private @Nullable Reading reading;
    private Wheel.@Nullable Alarm alarm;
    private boolean toldAll;
    private boolean closed;

    public HeadsFlow(CatchUp.Device device, LogReader log, Wheel wheel) {
        this.device = device;
        this.log = log;
        this.wheel = wheel;
    }

    /** Asks for the heads and tells what is news. Does nothing while it is doing so. */
    public void tell() {
        if (!closed && reading == null && alarm == null) {
            reading = new Reading();
            log.heads(device.principal()).subscribe(reading);
        }
    }

    /** Stops for good. */
    public void close() {
        closed = true;
        if (reading != null) {
            reading.cancel();
        }
        if (alarm != null) {
            alarm.cancel();
        }
    }

    private void again() {
        Duration pause =
                Duration.ofMillis(RETRY_MILLIS / 2 + ThreadLocalRandom.current().nextInt(RETRY_MILLIS));
        alarm = wheel.in(pause, device.executor(), () -> {
            alarm = null;
            tell();
        });
    }

    /** One reading of all heads; its signals arrive on any thread and are handled on the executor. */
    private final class Reading extends BaseSubscriber<HeadsResult> {

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(1);
        }

        @Override
        protected void hookOnNext(HeadsResult result) {
            device.executor().execute(() -> onResult(result));
        }

        @Override
        protected void hookOnError(Throwable error) {
            device.executor().execute(() -> finish(false));
        }

        @Override
        protected void hookOnComplete() {
            device.executor().execute(() -> finish(true));
        }

        private void onResult(HeadsResult result) {
            if (reading != this) {
                return;
            }
            if (result.hasProblem()) {
                cancel();
                finish(!result.getProblem().getRetryable());
                return;
            }
            Heads news = news(result.getHeads());
            if (news.getHeadsCount() == 0) {
                request(1);
            } else {
                send(news, () -> request(1));
            }
        }

        /** The first time everything, whatever hints have come meanwhile. */
        private Heads news(Heads page) {
            Heads.Builder news = Heads.newBuilder();
            page.getHeadsList().forEach(head -> {
                if (device.known().isNews(head) || !toldAll) {
                    news.addHeads(head);
                }
            });
            return news.build();
        }

        private void finish(boolean complete) {
            if (reading != this) {
                return;
            }
            reading = null;
            if (complete && !toldAll) {
                toldAll = true;
                send(Heads.newBuilder().setLast(true).build(), () -> {});
            } else if (!complete && !toldAll && !closed) {
                again();
            }
        }

        private void send(Heads heads, Runnable whenTaken) {
            device.outbox().part(Frame.of(FrameType.HEADS, heads), whenTaken);
        }
    }
}
