package im.hongyan.core.friend;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.wire.Ids;
import java.util.List;

/**
 * What a user sees of another one.
 *
 * @param version of the owner's list when it came to be so; 0: never stored
 */
record Contact(String tenant, String owner, String peer, long version, State state) {

    /** Of somebody of whom nothing is stored. */
    static Contact unknown(String tenant, String owner, String peer) {
        return new Contact(tenant, owner, peer, 0, State.NONE);
    }

    ConversationKey conversation() {
        return new ConversationKey(tenant, Ids.direct(owner, peer));
    }

    /** @param blockedSinceMillis 0: the owner has not blocked them */
    record State(Friendship friendship, long blockedSinceMillis, Request request) {
        static final State NONE = new State(Friendship.NONE, 0, Request.NONE);

        boolean isNone() {
            return equals(NONE);
        }

        boolean isFriend() {
            return friendship.sinceMillis() > 0;
        }

        boolean isBlocking() {
            return blockedSinceMillis > 0;
        }

        /** As it is at this time: a request that has run out is none. */
        State at(long nowMillis) {
            boolean over = request.kind() != Request.Kind.NONE && request.expiresAtMillis() <= nowMillis;
            return over ? with(Request.NONE) : this;
        }

        State with(Friendship other) {
            return new State(other, blockedSinceMillis, request);
        }

        State with(Request other) {
            return new State(friendship, blockedSinceMillis, other);
        }

        State blocked(long sinceMillis) {
            return new State(friendship, sinceMillis, request);
        }
    }

    /**
     * @param sinceMillis 0: they are no friends
     * @param remark the owner's own name for them; empty: none
     */
    record Friendship(long sinceMillis, String remark, List<String> labels) {
        static final Friendship NONE = new Friendship(0, "", List.of());
    }

    record Request(Kind kind, String greeting, long askedAtMillis, long expiresAtMillis) {
        static final Request NONE = new Request(Kind.NONE, "", 0, 0);

        enum Kind {
            NONE,
            /** By the owner. */
            SENT,
            /** By the other one. */
            RECEIVED,
            /** By the owner, and the other one does not want it. */
            REFUSED
        }

        Request as(Kind other) {
            return new Request(other, greeting, askedAtMillis, expiresAtMillis);
        }
    }
}
