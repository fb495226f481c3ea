package im.hongyan.client.cursor;

import im.hongyan.client.loop.Loop;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Saves cursors one batch at a time, the latest of each conversation. Loop-confined. Not for applications. */
public final class CursorWriter {
    private static final Logger log = LoggerFactory.getLogger(CursorWriter.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final CursorStore store;
    private final Loop loop;
    private final BiConsumer<String, Long> saved;
    private final Map<String, Long> changed = new LinkedHashMap<>();
    private final Disposable.Swap running = Disposables.swap();
    private final Sinks.Empty<Void> idle = Sinks.empty();
    private boolean busy;
    private boolean closing;

    /** Tells {@code saved}, on the loop, of each cursor that is kept now. */
    public CursorWriter(CursorStore store, Loop loop, BiConsumer<String, Long> saved) {
        this.store = store;
        this.loop = loop;
        this.saved = saved;
    }

    /** The application has applied everything of this conversation up to here. */
    public void applied(String conversation, long sequence) {
        changed.put(conversation, sequence);
        if (!busy) {
            busy = true;
            save();
        }
    }

    /** Completes when everything is kept; to be called once, at the end. */
    public Mono<Void> close() {
        loop.execute(() -> {
            closing = true;
            if (!busy) {
                idle.tryEmitEmpty();
            }
        });
        return idle.asMono();
    }

    /** Conversations whose cursor is not kept yet. */
    public int waiting() {
        return changed.size();
    }

    private void save() {
        Map<String, Long> batch = new HashMap<>(changed);
        changed.clear();
        running.update(store.save(batch)
                .subscribe(
                        nothing -> {},
                        failure -> loop.execute(() -> failed(batch, failure)),
                        () -> loop.execute(() -> done(batch))));
    }

    private void done(Map<String, Long> batch) {
        batch.forEach(saved);
        if (!changed.isEmpty()) {
            save();
            return;
        }
        busy = false;
        if (closing) {
            idle.tryEmitEmpty();
        }
    }

    private void failed(Map<String, Long> batch, Throwable failure) {
        log.warn("cursors could not be saved, trying again: {}", failure.toString());
        batch.forEach(changed::putIfAbsent);
        if (closing) {
            idle.tryEmitError(failure);
            return;
        }
        running.update(loop.schedule(RETRY, this::save));
    }
}
