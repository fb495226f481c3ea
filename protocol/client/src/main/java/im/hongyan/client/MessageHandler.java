package im.hongyan.client;

import im.hongyan.wire.frame.Message;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The application's side of receiving. It is given each message once, one at a time, in the order of its conversation; the
 * next comes when the publisher completes, and only then the cursor moves. While it is slow, nothing more is read than the
 * inbox holds. An error ends the client: the cursor stays before that message, and the next client begins with it.
 */
@FunctionalInterface
public interface MessageHandler {
    /** Applies one message. Must not block. */
    Publisher<Void> apply(Message message);

    /** A quick consumer that does not block; runs on the client's loop. */
    static MessageHandler of(Consumer<Message> consumer) {
        return message -> {
            consumer.accept(message);
            return Mono.empty();
        };
    }

    /** A consumer that may block; runs on Reactor's bounded elastic threads. */
    static MessageHandler blocking(Consumer<Message> consumer) {
        Scheduler scheduler = Schedulers.boundedElastic();
        return message ->
                Mono.<Void>fromRunnable(() -> consumer.accept(message)).subscribeOn(scheduler);
    }
}
