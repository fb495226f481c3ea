package im.hongyan.client;

import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** States and events for whoever listens. Emitted on the client's loop only. */
final class Feed {
    /** Events held at the most for one slow subscriber. */
    static final int EVENTS_PER_SUBSCRIBER = 256;

    private final Sinks.Many<ClientState> states = Sinks.many().replay().latestOrDefault(new ClientState.Idle());
    private final Sinks.Many<ClientEvent> events = Sinks.many().multicast().directBestEffort();
    private volatile ClientState state = new ClientState.Idle();

    ClientState state() {
        return state;
    }

    /** The current state and what it becomes; completes after {@link ClientState.Ended}. */
    Flux<ClientState> states() {
        return states.asFlux();
    }

    Flux<ClientEvent> events() {
        return events.asFlux()
                .onBackpressureBuffer(EVENTS_PER_SUBSCRIBER, dropped -> {}, BufferOverflowStrategy.DROP_OLDEST);
    }

    void become(ClientState next) {
        state = next;
        states.tryEmitNext(next);
        emit(new ClientEvent.StateChanged(next));
        if (next instanceof ClientState.Ended) {
            states.tryEmitComplete();
            events.tryEmitComplete();
        }
    }

    void emit(ClientEvent event) {
        events.tryEmitNext(event);
    }
}
