package im.hongyan.e2e.checker;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything a run left behind.
 *
 * @param members who is entitled to a conversation from its first number on
 */
public record Run(
        List<History> histories,
        List<StoredMessage> messages,
        List<VoidRange> voids,
        List<Pull> pulls,
        Map<String, Set<String>> members,
        List<Pulse> pulses) {}
