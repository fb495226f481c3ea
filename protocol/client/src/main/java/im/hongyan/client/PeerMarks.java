package im.hongyan.client;

import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Head;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.ReceiptKind;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** How far others have received and read: tells each step forward once, whichever frame it comes by. Loop-confined. */
final class PeerMarks {
    private final Consumer<Receipt> moved;
    private final Map<Key, Long> marks = new HashMap<>();

    private record Key(String conversation, String user, ReceiptKind kind) {}

    PeerMarks(Consumer<Receipt> moved) {
        this.moved = moved;
    }

    void receipt(Receipt receipt) {
        Key key = new Key(receipt.getConversation(), receipt.getUser(), receipt.getKind());
        if (marks.getOrDefault(key, 0L) < receipt.getUpTo()) {
            marks.put(key, receipt.getUpTo());
            moved.accept(receipt);
        }
    }

    void head(String self, Head head) {
        String peer = Ids.peerOf(head.getConversation(), self);
        if (peer != null && !peer.equals(self)) {
            mark(head, peer, ReceiptKind.DELIVERED, head.getPeerReceived());
            mark(head, peer, ReceiptKind.SEEN, head.getPeerRead());
        }
        mark(head, self, ReceiptKind.SEEN, head.getRead());
    }

    private void mark(Head head, String user, ReceiptKind kind, long upTo) {
        receipt(Receipt.newBuilder()
                .setConversation(head.getConversation())
                .setUser(user)
                .setKind(kind)
                .setUpTo(upTo)
                .build());
    }
}
