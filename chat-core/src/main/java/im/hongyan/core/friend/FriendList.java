package im.hongyan.core.friend;

/**
 * The head of a user's list.
 *
 * @param version of the latest change; 0: there was none
 * @param purged removals up to this version are not told any more
 */
record FriendList(String tenant, String user, long version, long purged, Holdings holdings) {

    static FriendList empty(String tenant, String user) {
        return new FriendList(tenant, user, 0, 0, Holdings.NONE);
    }

    FriendList with(long nextVersion, Holdings next) {
        return new FriendList(tenant, user, nextVersion, purged, next);
    }

    FriendList purgedTo(long removal) {
        return new FriendList(tenant, user, version, Math.max(purged, removal), holdings);
    }
}
