package im.hongyan.core.message.sequence;

/**
 * What is certain of a message, because it was confirmed or found in the store.
 *
 * @param key of its dedup entry
 * @param entry the whole entry in the form of {@code sequence.lua}, with the flag of certainty
 */
public record Mark(String key, String entry) {

    public static Mark of(Draft draft, long sequence, long timeMillis, String messageId) {
        String hash = Long.toHexString(draft.payloadHash());
        return new Mark(
                SequenceScript.dedupKey(draft), "1|" + sequence + '|' + timeMillis + '|' + hash + '|' + messageId);
    }
}
