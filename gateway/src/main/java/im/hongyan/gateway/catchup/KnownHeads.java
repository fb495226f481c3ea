package im.hongyan.gateway.catchup;

import im.hongyan.wire.frame.Head;
import org.jspecify.annotations.Nullable;

/**
 * How far a device has been told of each conversation, so that a digest says only what is news. Compact: an open hash of
 * 64-bit fingerprints, because there is one for every connection. Two conversations of one user with the same fingerprint
 * would share an entry; with 64 bits this does not happen. Confined to the connection's executor.
 */
public final class KnownHeads {
    private static final int MAX_ENTRIES = 8_192;
    private static final int LANES = 3;

    /** Fingerprint, sequence, sum of the marks; a fingerprint of zero is a free slot. */
    private long @Nullable [] table;

    private int entries;

    /** The device has been sent this message or a later one. */
    public void told(String conversation, long sequence) {
        put(conversation, sequence, 0);
    }

    /** Whether the device does not know this head yet; from now on it does. */
    public boolean isNews(Head head) {
        return put(head.getConversation(), head.getSequence(), marks(head));
    }

    private static long marks(Head head) {
        // All three only grow, so a sum that is the same says that none has moved.
        return head.getRead() + head.getPeerRead() + head.getPeerReceived();
    }

    private boolean put(String conversation, long sequence, long marks) {
        long[] slots = table;
        if (slots == null) {
            slots = new long[8 * LANES];
            table = slots;
        }
        int slot = find(slots, fingerprint(conversation));
        if (slots[slot] == 0) {
            if (entries == MAX_ENTRIES) {
                return true;
            }
            if (++entries * 4 > slots.length / LANES * 3) {
                slots = grow(slots);
                slot = find(slots, fingerprint(conversation));
            }
            slots[slot] = fingerprint(conversation);
        }
        boolean news = sequence > slots[slot + 1] || marks > slots[slot + 2];
        slots[slot + 1] = Math.max(slots[slot + 1], sequence);
        slots[slot + 2] = Math.max(slots[slot + 2], marks);
        return news;
    }

    private long[] grow(long[] from) {
        long[] to = new long[from.length * 2];
        for (int i = 0; i < from.length; i += LANES) {
            if (from[i] != 0) {
                System.arraycopy(from, i, to, find(to, from[i]), LANES);
            }
        }
        table = to;
        return to;
    }

    private static int find(long[] slots, long fingerprint) {
        int size = slots.length / LANES;
        int at = (int) (fingerprint >>> 32) & (size - 1);
        while (slots[at * LANES] != 0 && slots[at * LANES] != fingerprint) {
            at = (at + 1) & (size - 1);
        }
        return at * LANES;
    }

    /** FNV-1a over the characters, finished like SplitMix64; never zero. */
    private static long fingerprint(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }
}
