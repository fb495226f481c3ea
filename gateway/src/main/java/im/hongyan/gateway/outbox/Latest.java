package im.hongyan.gateway.outbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Values of which only the latest of a key counts, in the order of the keys' first arrival. Bounded; what is too much is shed. */
final class Latest<T> {
    private static final int MAX_KEYS = 256;

    private final OutboxMeters meters;
    private @Nullable Map<String, T> values;

    Latest(OutboxMeters meters) {
        this.meters = meters;
    }

    void put(String key, T value) {
        merge(key, value, (earlier, later) -> later);
    }

    /** Of two values of a key the one that is chosen stays. */
    void merge(String key, T value, BinaryOperator<T> chosen) {
        Map<String, T> into = values;
        if (into == null) {
            into = new LinkedHashMap<>();
            values = into;
        }
        if (into.size() >= MAX_KEYS && !into.containsKey(key)) {
            meters.shed();
        } else {
            into.merge(key, value, chosen);
        }
    }

    boolean isEmpty() {
        return values == null;
    }

    @Nullable T poll() {
        List<T> first = take(1);
        return first.isEmpty() ? null : first.getFirst();
    }

    /** The first of them, which are gone then. */
    List<T> take(int max) {
        Map<String, T> from = values;
        if (from == null) {
            return List.of();
        }
        List<T> taken = new ArrayList<>(Math.min(max, from.size()));
        Iterator<T> each = from.values().iterator();
        while (each.hasNext() && taken.size() < max) {
            taken.add(each.next());
            each.remove();
        }
        if (from.isEmpty()) {
            values = null;
        }
        return taken;
    }

    void clear() {
        values = null;
    }
}
