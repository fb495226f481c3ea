package im.hongyan.gateway.catchup;

import im.hongyan.gateway.time.Wheel;
import im.hongyan.link.proto.HeadsResult;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Frame;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.FrameType;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Heads;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/**
 * Tells a device the heads of its conversations: all of them once after WELCOME, later those that it has not been told of,
 * because a hint may be lost anywhere on the way. A hint of a membership may be lost too, so the groups among them are told to
 * the session. Page by page, each read by itself when the one before has left, so that whoever takes a long time for a page
 * keeps nobody else from reading. Confined to the executor.
 */
public final class HeadsFlow {
    private static final int RETRY_MILLIS = 2_000;
    private static final String BEFORE_ALL = "";

    /** Learns from the heads which groups the user is in. */
    public interface Groups {
        void readingBegins();

        void isMember(String group);

        /** {@code complete}: all were named. */
        void readingEnds(boolean complete);

        /** The login of this session has ended, and no hint has said so. */
        void loginEnded();
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
            reading.ask();
        }
    }

    /** Stops for good. */
    public void close() {
        closed = true;
        if (reading != null && reading.page != null) {
            reading.page.cancel();
        }
        if (alarm != null) {
            alarm.cancel();
        }
    }

    private void later(Runnable action) {
        Duration pause =
                Duration.ofMillis(RETRY_MILLIS / 2 + ThreadLocalRandom.current().nextInt(RETRY_MILLIS));
        alarm = wheel.in(pause, device.executor(), () -> {
            alarm = null;
            action.run();
        });
    }

    /** One reading of all heads. */
    private final class Reading {
        private @Nullable Page page;
        private String after = BEFORE_ALL;

        private void ask() {
            if (!closed) {
                page = new Page();
                log.heads(device.principal(), after).subscribe(page);
            }
        }

        private void onPage(HeadsResult result) {
            page = null;
            if (result.hasProblem()) {
                if (result.getProblem().getCode().equals(ErrorCode.SESSION_REVOKED.name())) {
                    groups.loginEnded();
                    return;
                }
                failed(result.getProblem().getRetryable());
                return;
            }
            Heads heads = result.getHeads();
            heads.getHeadsList().forEach(this::learn);
            Heads news = news(heads);
            if (news.getHeadsCount() > 0) {
                send(news, heads.getLast() ? () -> {} : this::ask);
            }
            if (heads.getLast()) {
                finish(true);
            } else {
                after = heads.getHeadsList().getLast().getConversation();
                if (news.getHeadsCount() == 0) {
                    ask();
                }
            }
        }

        /** The first time everything, whatever hints have come meanwhile. */
        private Heads news(Heads all) {
            Heads.Builder news = Heads.newBuilder();
            all.getHeadsList().forEach(head -> {
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

        /** The first time it goes on where it was; what is told again comes round again by itself. */
        private void failed(boolean retryable) {
            page = null;
            if (retryable && !toldAll && !closed) {
                later(this::ask);
            } else {
                finish(false);
            }
        }

        private void finish(boolean complete) {
            reading = null;
            groups.readingEnds(complete);
            if (!toldAll && !closed) {
                toldAll = true;
                send(Heads.newBuilder().setLast(true).build(), () -> {});
            }
        }

        private void send(Heads heads, Runnable whenTaken) {
            device.outbox().part(Frame.of(FrameType.HEADS, heads), whenTaken);
        }

        /** Its signals arrive on any thread and are handled on the executor. */
        private final class Page extends BaseSubscriber<HeadsResult> {
            @Override
            protected void hookOnNext(HeadsResult result) {
                onExecutor(() -> onPage(result));
            }

            @Override
            protected void hookOnError(Throwable error) {
                onExecutor(() -> failed(true));
            }

            @Override
            protected void hookOnComplete() {
                // After a page this is none of its business any more.
                onExecutor(() -> failed(true));
            }

            private void onExecutor(Runnable signal) {
                device.executor().execute(() -> {
                    if (page == this) {
                        signal.run();
                    }
                });
            }
        }
    }
}
