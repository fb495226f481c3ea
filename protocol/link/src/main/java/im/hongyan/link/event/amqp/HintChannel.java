package im.hongyan.link.event.amqp;

import im.hongyan.link.event.amqp.broker.AmqpSession;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.rabbitmq.OutboundMessage;
import reactor.rabbitmq.SendOptions;

/** The channel of one session on which hints are published: not stored, not confirmed. Safe for concurrent use. */
final class HintChannel {
    private final AmqpSession session;
    private final Sinks.Many<OutboundMessage> written = Sinks.many().unicast().onBackpressureError();

    HintChannel(AmqpSession session) {
        this.session = session;
    }

    /** Opens the channel; blocks while the broker answers. */
    void open() {
        SendOptions lossy = new SendOptions().exceptionHandler((failed, error) -> {});
        // Lives as long as the session: nothing comes and nothing is held after its end.
        session.sender().send(written.asFlux(), lossy).subscribe(done -> {}, error -> session.abort());
    }

    /** Completes when all are written or the session is over; what the connection lost is lost. */
    Mono<Void> send(List<OutboundMessage> hints) {
        Mono<Void> writing = Mono.create(sink -> {
            boolean queued = session.write(() -> {
                hints.forEach(written::tryEmitNext);
                sink.success();
            });
            if (!queued) {
                sink.success();
            }
        });
        // A writer that ends forgets what waits for it.
        return writing.takeUntilOther(session.closed());
    }
}
