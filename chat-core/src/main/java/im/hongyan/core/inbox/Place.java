package im.hongyan.core.inbox;

import im.hongyan.core.refusal.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;

/**
 * Where a conversation stands in a list: pinned ones first, who was pinned later before who was earlier, then where something
 * was said last; what is alike, by its id.
 *
 * @param pin 0: not pinned
 * @param activeAtMillis 0: nothing was said yet
 */
record Place(long pin, long activeAtMillis, String conversation) implements Comparable<Place> {
    private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::pin)
            .reversed()
            .thenComparing(Comparator.comparingLong(Place::activeAtMillis).reversed())
            .thenComparing(Place::conversation);

    /** Of a conversation that is pinned when it was does not count. */
    static Place of(String conversation, long pin, long activeAtMillis) {
        return new Place(pin, pin > 0 ? 0 : activeAtMillis, conversation);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** For whoever asks for what comes after it. */
    String cursor() {
        String text = pin + "/" + activeAtMillis + "/" + conversation;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    static Place ofCursor(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            String[] parts = text.split("/", -1);
            if (parts.length == 3) {
                return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
            }
        } catch (IllegalArgumentException noCursor) {
            throw unfit();
        }
        throw unfit();
    }

    private static Refused unfit() {
        return Refused.invalid("after", "must be what a page named as next");
    }
}
