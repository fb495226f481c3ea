package im.hongyan.persistence.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * Statements for many rows in a few fixed sizes, so that driver and server keep knowing them by their text. Safe for
 * concurrent use.
 */
final class Rows {
    private static final int[] SIZES = {256, 64, 16, 4, 1};

    private final String head;
    private final String row;
    private final String separator;
    private final String tail;
    private final Map<Integer, String> texts = new ConcurrentHashMap<>();

    private Rows(String head, String row, String separator, String tail) {
        this.head = head;
        this.row = row;
        this.separator = separator;
        this.tail = tail;
    }

    /** A statement with {@code row} repeated between {@code head} and {@code tail}. */
    static Rows of(String head, String row, String separator, String tail) {
        return new Rows(head, row, separator, tail);
    }

    String text(int rows) {
        return texts.computeIfAbsent(rows, count -> head + (row + separator).repeat(count - 1) + row + tail);
    }

    /** Cuts a list into pieces of exactly the fixed sizes, largest first, in order. */
    static <T> List<List<T>> cut(List<T> items) {
        return cut(items, item -> 0, Integer.MAX_VALUE);
    }

    /** The same, with pieces of more than one item bounded by the sum of their weights. */
    static <T> List<List<T>> cut(List<T> items, ToIntFunction<T> weight, int most) {
        List<List<T>> pieces = new ArrayList<>();
        int from = 0;
        while (from < items.size()) {
            int fitting = fitting(items, from, weight, most);
            int size = largestSize(fitting);
            pieces.add(items.subList(from, from + size));
            from += size;
        }
        return pieces;
    }

    /** Cuts a list into pieces that are padded to a fixed size with their own last item. */
    static <T> List<List<T>> cutAndPad(List<T> items, int largest) {
        List<List<T>> pieces = new ArrayList<>();
        for (int from = 0; from < items.size(); from += largest) {
            List<T> piece = new ArrayList<>(items.subList(from, Math.min(items.size(), from + largest)));
            int size = smallestSizeFor(piece.size());
            while (piece.size() < size) {
                piece.add(piece.get(piece.size() - 1));
            }
            pieces.add(piece);
        }
        return pieces;
    }

    private static <T> int fitting(List<T> items, int from, ToIntFunction<T> weight, int most) {
        long sum = 0;
        int index = from;
        while (index < items.size() && index - from < SIZES[0]) {
            sum += weight.applyAsInt(items.get(index));
            if (sum > most && index > from) {
                break;
            }
            index++;
        }
        return index - from;
    }

    private static int largestSize(int count) {
        for (int size : SIZES) {
            if (size <= count) {
                return size;
            }
        }
        throw new IllegalArgumentException("nothing to cut");
    }

    private static int smallestSizeFor(int count) {
        int best = SIZES[0];
        for (int size : SIZES) {
            if (size >= count) {
                best = size;
            }
        }
        return best;
    }
}
