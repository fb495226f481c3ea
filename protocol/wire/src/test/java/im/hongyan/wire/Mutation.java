package im.hongyan.wire;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** What becomes of good bytes in bad hands: flipped, cut, doubled, spliced, overwritten with lengths that lie. */
final class Mutation {
    private static final int[] LYING = {0x00, 0x7F, 0x80, 0xFF, 0xE9};

    private Mutation() {}

    static byte[] of(Random random, byte[] good, byte[] other) {
        byte[] bytes = good;
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            bytes = once(random, bytes, other);
        }
        return bytes;
    }

    private static byte[] once(Random random, byte[] bytes, byte[] other) {
        if (bytes.length == 0) {
            return other;
        }
        int at = random.nextInt(bytes.length);
        byte[] changed = bytes.clone();
        switch (random.nextInt(6)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) LYING[random.nextInt(LYING.length)];
            case 2 -> changed = join(bytes, 0, at, bytes, bytes.length, bytes.length);
            case 3 -> changed = join(bytes, 0, at, other, random.nextInt(other.length + 1), other.length);
            case 4 -> changed = join(bytes, 0, at, bytes, random.nextInt(at + 1), bytes.length);
            default -> {
                for (int i = at; i < Math.min(bytes.length, at + 5); i++) {
                    changed[i] = (byte) 0xFF;
                }
            }
        }
        return changed;
    }

    private static byte[] join(byte[] head, int headFrom, int headTo, byte[] tail, int tailFrom, int tailTo) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(head, headFrom, headTo - headFrom);
        joined.write(tail, tailFrom, tailTo - tailFrom);
        return joined.toByteArray();
    }
}
