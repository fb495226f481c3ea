package im.hongyan.bench.load;

import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Send;
import java.util.BitSet;
import java.util.function.Supplier;

/** One sender into one conversation. Confined to the sender's event loop while the run lasts. */
final class Lane {
    final int index;
    final Peer sender;
    /** Recipients, and so deliveries a message. */
    final int recipients;

    private final Supplier<Send.Builder> address;
    private final String padding;
    private final BitSet accepted = new BitSet();
    private final LongList planned = new LongList();

    Lane(int index, Peer sender, int recipients, Supplier<Send.Builder> address, String padding) {
        this.index = index;
        this.sender = sender;
        this.recipients = recipients;
        this.address = address;
        this.padding = padding;
    }

    /** Sends the next message; its request id is its number plus one. */
    void send(long plannedNanos, Tally tally, boolean flush) {
        int number = planned.add(plannedNanos);
        tally.sent(plannedNanos);
        sender.send(
                number + 1,
                address.get(),
                Ids.newClientMessageId(),
                new Letter(index, number, plannedNanos).content(padding),
                flush);
    }

    void accepted(int requestId, Tally tally) {
        int number = requestId - 1;
        accepted.set(number);
        tally.accepted(planned.get(number));
    }

    /** The accepted messages; read when the run is over. */
    BitSet accepted() {
        return accepted;
    }
}
