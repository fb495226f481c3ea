package im.hongyan.bench.load;

import java.util.Arrays;

/** A growing array of longs. */
final class LongList {
    private long[] values = new long[1024];
    private int size;

    /** Adds at the end and returns the index. */
    int add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size] = value;
        return size++;
    }

    long get(int index) {
        return values[index];
    }
}
