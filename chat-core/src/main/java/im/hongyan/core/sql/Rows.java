package im.hongyan.core.sql;

import java.util.ArrayList;
import java.util.List;

/** Many rows in one INSERT. */
public final class Rows {
    /** A few fixed sizes of statements, so that they stay prepared. */
    private static final int[] PER_STATEMENT = {64, 8, 1};

    private Rows() {}

    /** The rows of each statement, in the order of the list. */
    public static <T> List<List<T>> inStatements(List<T> rows) {
        List<List<T>> statements = new ArrayList<>();
        int from = 0;
        for (int size : PER_STATEMENT) {
            for (; rows.size() - from >= size; from += size) {
                statements.add(rows.subList(from, from + size));
            }
        }
        return statements;
    }

    /** What stands behind VALUES. In {@code row}, {@code %1$d} is the row's number. */
    public static String values(String row, int rows) {
        List<String> values = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            values.add(row.formatted(i));
        }
        return String.join(", ", values);
    }
}
