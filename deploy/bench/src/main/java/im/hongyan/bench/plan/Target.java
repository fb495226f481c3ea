package im.hongyan.bench.plan;

import java.util.List;

/**
 * Who sends to whom.
 *
 * @param sender a user
 * @param conversation its id, {@code d:…} or {@code g:…}
 * @param receivers the users whose deliveries are counted, the sender not among them
 */
public record Target(String sender, String conversation, List<String> receivers) {}
