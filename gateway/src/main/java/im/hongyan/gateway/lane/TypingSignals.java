package im.hongyan.gateway.lane;

import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.Done;
import im.hongyan.link.proto.TypingSignal;
import im.hongyan.wire.frame.Typing;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;

/** Signs of typing: one call at a time, meanwhile only the latest is kept. Never answered, lost without harm. Confined to the executor. */
public final class TypingSignals {
    private final Asker asker;
    private final CoreDoor core;
    private @Nullable Typing latest;
    private boolean calling;

    public TypingSignals(Asker asker, CoreDoor core) {
        this.asker = asker;
        this.core = core;
    }

    /** A TYPING frame. */
    public void sign(Typing typing) {
        latest = typing;
        asker.done(1);
        if (!calling) {
            callNext();
        }
    }

    private void callNext() {
        Typing next = latest;
        latest = null;
        calling = next != null;
        if (next != null) {
            TypingSignal call = TypingSignal.newBuilder()
                    .setPrincipal(asker.principal())
                    .setTyping(next)
                    .build();
            core.client().call(Calls.TYPING, call).subscribe(new Answer());
        }
    }

    /** Its life is the call's deadline. */
    private final class Answer extends BaseSubscriber<Done> {
        @Override
        protected void hookOnError(Throwable failure) {
            // Lost without harm: the next sign says it again.
        }

        @Override
        protected void hookFinally(reactor.core.publisher.SignalType type) {
            asker.executor().execute(TypingSignals.this::callNext);
        }
    }
}
