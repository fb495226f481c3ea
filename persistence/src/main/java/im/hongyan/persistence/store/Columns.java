package im.hongyan.persistence.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.r2dbc.spi.Row;
import java.util.Objects;

/** Columns that are never NULL. */
final class Columns {
    private Columns() {}

    /** Of any integer type: the embedded database converts none. */
    static long number(Row row, int index) {
        return ((Number) Objects.requireNonNull(row.get(index))).longValue();
    }

    static String text(Row row, int index) {
        return Objects.requireNonNull(row.get(index, String.class));
    }

    static ByteString bytes(Row row, int index) {
        return UnsafeByteOperations.unsafeWrap(Objects.requireNonNull(row.get(index, byte[].class)));
    }
}
