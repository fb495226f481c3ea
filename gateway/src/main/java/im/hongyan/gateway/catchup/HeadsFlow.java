package im.hongyan.gateway.catchup;

import im.hongyan.gateway.time.Wheel;
import im.hongyan.link.proto.HeadsResult;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Tells a device the heads of its conversations: all of them once after WELCOME, later those that it has not been told of,
 * because a hint may be lost anywhere on the way. A hint of a membership may be lost too, so the groups among them are told to
 * the session. Page by page, the next when the one before has left. Confined to the executor.
 */
public final class HeadsFlow {
    private static final int RETRY_MILLIS = 2_000;

    /** Learns from the heads which groups the user is in. */
    public interface Groups {
        void readingBegins();

        void isMember(String group);

        /** {@code complete}: all were named. */
        void readingEnds(boolean complete);
    }

    private final CatchUp.Device device;
    private final LogReader log;
    private final Wheel wheel;
    private final Groups groups;
    private @Nullable Reading reading;
    private Wheel.@Nullable Alarm alarm;
    private boolean toldAll;
    private boolean closed;

    public HeadsFlow(CatchUp.Device device, LogReader log, Wheel wheel, Groups groups) {
        this.device = device;
        this.log = log;
        this.wheel = wheel;
        this.groups = groups;
    }

    /** Asks for the heads and tells what is news. Does nothing while it is doing so. */
    public void tell() {
        if (!closed && reading == null && alarm == null) {
            reading = new Reading();
            groups.readingBegins();
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
            device.executor().execute(() -> finish(false, false));
        }

        @Override
        protected void hookOnComplete() {
            device.executor().execute(() -> finish(true, true));
        }

        private void onResult(HeadsResult result) {
            if (reading != this) {
                return;
            }
            if (result.hasProblem()) {
                cancel();
                finish(false, !result.getProblem().getRetryable());
                return;
            }
            result.getHeads().getHeadsList().forEach(this::learn);
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

        private void learn(Head head) {
            String group = Ids.groupOf(head.getConversation());
            if (group != null) {
                groups.isMember(group);
            }
        }

        /** {@code done}: there is nothing to be gained from trying again. */
        private void finish(boolean complete, boolean done) {
            if (reading != this) {
                return;
            }
            reading = null;
            groups.readingEnds(complete);
            if (done && !toldAll) {
                toldAll = true;
                send(Heads.newBuilder().setLast(true).build(), () -> {});
            } else if (!done && !toldAll && !closed) {
                again();
            }
        }

        private void send(Heads heads, Runnable whenTaken) {
            device.outbox().part(Frame.of(FrameType.HEADS, heads), whenTaken);
        }
    }
}
