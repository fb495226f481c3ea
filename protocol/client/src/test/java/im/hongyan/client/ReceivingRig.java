package im.hongyan.client;

import im.hongyan.client.Clients.Applied;
import java.util.List;
import java.util.stream.LongStream;

/** Alice's client and what it applies. */
abstract class ReceivingRig extends ClientRig {
    static final String DIRECT = "d:alice:bob";

    final Applied applied = new Applied();

    static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    HongyanClient alice() {
        return connect(Clients.of(server, "alice").onMessage(MessageHandler.of(applied)));
    }
}
