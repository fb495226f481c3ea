package im.hongyan.bench.driver;

import org.jspecify.annotations.Nullable;

/**
 * What the driver writes into a client message id, so that an answer or a delivery says by itself which send it belongs to
 * and when that was planned: {@code b<run>_<sender>_<number>_<planned>}, numbers in base 36.
 *
 * @param sender index of the sender in this run
 * @param number of the send, counted by its sender from 0
 * @param plannedNanos when it was to leave, on the clock of the run
 */
record Mark(int sender, int number, long plannedNanos) {
    private static final int BASE = 36;

    String clientMessageId(String run) {
        return "b" + run + '_' + Integer.toString(sender, BASE) + '_' + Integer.toString(number, BASE) + '_'
                + Long.toString(plannedNanos, BASE);
    }

    /** The mark in this id; null when it is none of this run. */
    static @Nullable Mark parse(String run, String clientMessageId) {
        int first = run.length() + 1;
        if (!clientMessageId.startsWith(run, 1) || clientMessageId.charAt(0) != 'b') {
            return null;
        }
        int second = clientMessageId.indexOf('_', first + 1);
        int third = clientMessageId.indexOf('_', second + 1);
        return new Mark(
                Integer.parseInt(clientMessageId, first + 1, second, BASE),
                Integer.parseInt(clientMessageId, second + 1, third, BASE),
                Long.parseLong(clientMessageId, third + 1, clientMessageId.length(), BASE));
    }
}
