package im.hongyan.link.event.amqp;

import com.rabbitmq.client.AMQP;
import im.hongyan.link.event.EventException;
import im.hongyan.link.event.amqp.broker.Records;
import im.hongyan.wire.ErrorCode;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.MonoSink;
import reactor.rabbitmq.OutboundMessage;

/** A batch on its way to a queue and who waits for its confirm. Its outcome is told once; whatever comes later changes nothing. */
final class Outgoing extends OutboundMessage {
    private static final String DEFAULT_EXCHANGE = "";
    private static final int PERSISTENT = 2;

    private final MonoSink<Void> waiting;
    private final AtomicBoolean told = new AtomicBoolean();

    Outgoing(String queue, Map<String, Object> headers, byte[] records, MonoSink<Void> waiting) {
        super(DEFAULT_EXCHANGE, queue, properties(headers), records);
        this.waiting = waiting;
    }

    private static AMQP.BasicProperties properties(Map<String, Object> headers) {
        return new AMQP.BasicProperties.Builder()
                .contentType(Records.CONTENT_TYPE)
                .deliveryMode(PERSISTENT)
                .headers(headers)
                .build();
    }

    void confirmed() {
        if (told.compareAndSet(false, true)) {
            waiting.success();
        }
    }

    /** Certainly not in the queue. */
    void refused(String why) {
        fail(EventException.refused(ErrorCode.BROKER_UNAVAILABLE, why));
    }

    /** In the queue or not. */
    void unknown(String why) {
        fail(EventException.unknown(why));
    }

    private void fail(EventException error) {
        if (told.compareAndSet(false, true)) {
            waiting.error(error);
        }
    }

    boolean isTold() {
        return told.get();
    }
}
