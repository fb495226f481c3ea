package im.hongyan.core.friend.relation;

import java.util.Set;

/**
 * What stands between the two users of a direct conversation.
 *
 * @param blockers those of them who have blocked the other one
 */
record Relation(boolean friends, Set<String> blockers) {
    static final Relation STRANGERS = new Relation(false, Set.of());
}
