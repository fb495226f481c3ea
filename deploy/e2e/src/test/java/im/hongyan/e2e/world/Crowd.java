package im.hongyan.e2e.world;

import im.hongyan.wire.Ids;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The people of the load L0 and their conversations: one with everybody, nine with five, ten pairs; the first ten have two
 * devices. Names carry a prefix, so that many crowds can use one site.
 *
 * @param members the users of each conversation
 */
record Crowd(List<String> users, Map<String, Set<String>> members) {
    private static final int USERS = 40;
    private static final int SMALL_GROUPS = 9;
    private static final int SMALL_GROUP_USERS = 5;
    private static final int PAIRS = 10;
    static final int WITH_TWO_DEVICES = 10;

    static Crowd of(String prefix) {
        List<String> users =
                IntStream.range(0, USERS).mapToObj(i -> prefix + "-u" + i).toList();
        Map<String, Set<String>> members = new LinkedHashMap<>();
        members.put(Ids.group(prefix + "-all"), new LinkedHashSet<>(users));
        for (int group = 0; group < SMALL_GROUPS; group++) {
            Set<String> some = new LinkedHashSet<>();
            for (int i = 0; i < SMALL_GROUP_USERS; i++) {
                some.add(users.get((group * 4 + i) % USERS));
            }
            members.put(Ids.group(prefix + "-g" + group), some);
        }
        for (int pair = 0; pair < PAIRS; pair++) {
            String one = users.get(pair);
            String other = users.get(USERS - 1 - pair);
            members.put(Ids.direct(one, other), new TreeSet<>(Set.of(one, other)));
        }
        return new Crowd(users, members);
    }

    List<String> conversationsOf(String user) {
        return members.entrySet().stream()
                .filter(entry -> entry.getValue().contains(user))
                .map(Map.Entry::getKey)
                .toList();
    }
}
