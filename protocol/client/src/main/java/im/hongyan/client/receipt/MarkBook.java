package im.hongyan.client.receipt;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Marks of one kind: the latest of each conversation, those to tell and those told over this connection. Loop-confined. */
final class MarkBook {
    private final Map<String, Long> untold = new LinkedHashMap<>();
    private final Map<String, Long> told = new HashMap<>();

    /** Marks a conversation up to here; false when that is nothing new. */
    boolean mark(String conversation, long upTo) {
        if (told.getOrDefault(conversation, 0L) >= upTo) {
            return false;
        }
        return untold.merge(conversation, upTo, Math::max) == upTo;
    }

    void tell(BiConsumer<String, Long> teller) {
        untold.forEach((conversation, upTo) -> {
            teller.accept(conversation, upTo);
            told.put(conversation, upTo);
        });
        untold.clear();
    }

    /** What was told may not have arrived: it is told again over the next connection. */
    void forget() {
        told.forEach((conversation, upTo) -> untold.merge(conversation, upTo, Math::max));
        told.clear();
    }

    boolean isEmpty() {
        return untold.isEmpty();
    }
}
