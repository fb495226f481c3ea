package im.hongyan.client.cursor;

import java.nio.file.Path;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Keeps the cursors of one device: of each conversation the last sequence that the application has applied. The client loads
 * them before it connects, and saves one only after the application applied what it stands for. Saves come one at a time,
 * each with the latest values; an error of a save is tried again. Must not block.
 *
 * <p>An application that keeps its messages in a database of its own gets "exactly once" over crashes, too, by writing the
 * cursor in the transaction that applies the message, and giving a store that loads from there and saves nothing.
 */
public interface CursorStore {
    /** All cursors by conversation. */
    Mono<Map<String, Long>> load();

    /** Keeps these; the others stay as they are. */
    Mono<Void> save(Map<String, Long> cursors);

    /** Lets go of what is open. */
    default Mono<Void> close() {
        return Mono.empty();
    }

    /** Keeps them as long as the process lives. */
    static CursorStore memory() {
        return new MemoryCursorStore();
    }

    /** Keeps them in a file that survives the death of the process; one process at a time. */
    static CursorStore file(Path file) {
        return new FileCursorStore(file);
    }
}
