package im.hongyan.client.cursor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

final class MemoryCursorStore implements CursorStore {
    private final Map<String, Long> cursors = new ConcurrentHashMap<>();

    @Override
    public Mono<Map<String, Long>> load() {
        return Mono.fromSupplier(() -> Map.copyOf(cursors));
    }

    @Override
    public Mono<Void> save(Map<String, Long> changed) {
        cursors.putAll(changed);
        return Mono.empty();
    }
}
