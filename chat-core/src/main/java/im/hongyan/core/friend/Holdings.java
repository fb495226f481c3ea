package im.hongyan.core.friend;

import im.hongyan.core.friend.Contact.Request.Kind;
import im.hongyan.core.friend.Contact.State;

/**
 * How much a user's list holds.
 *
 * @param sent requests of theirs that are open, or were refused and have not run out
 * @param received requests to them that are open
 * @param askedDay the day, since 1970, on which they last asked somebody
 * @param asked how many they asked on that day
 */
record Holdings(int friends, int blocks, int sent, int received, long askedDay, int asked) {
    static final Holdings NONE = new Holdings(0, 0, 0, 0, 0, 0);

    /** After one row of the list has changed. */
    Holdings moved(State before, State after) {
        return new Holdings(
                friends + difference(before.isFriend(), after.isFriend()),
                blocks + difference(before.isBlocking(), after.isBlocking()),
                sent + difference(isSent(before), isSent(after)),
                received + difference(isReceived(before), isReceived(after)),
                askedDay,
                asked);
    }

    int askedOn(long day) {
        return askedDay == day ? asked : 0;
    }

    Holdings withAsked(long day) {
        return new Holdings(friends, blocks, sent, received, day, askedOn(day) + 1);
    }

    private static int difference(boolean before, boolean after) {
        return (after ? 1 : 0) - (before ? 1 : 0);
    }

    private static boolean isSent(State state) {
        Kind kind = state.request().kind();
        return kind == Kind.SENT || kind == Kind.REFUSED;
    }

    private static boolean isReceived(State state) {
        return state.request().kind() == Kind.RECEIVED;
    }
}
