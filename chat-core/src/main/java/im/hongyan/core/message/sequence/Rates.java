package im.hongyan.core.message.sequence;

/**
 * What bounds the numbers that a run takes.
 *
 * @param user of its sender, over all conversations, devices and cores
 * @param tenant of all senders of its tenant together
 */
public record Rates(Rate user, Rate tenant) {
    public static final Rates NONE = new Rates(Rate.UNBOUNDED, Rate.UNBOUNDED);
}
