package im.hongyan.core.friend;

import im.hongyan.core.friend.Contact.State;

/** Two users: what the one who does something sees of the other, what the other sees of them, and how much their lists hold. */
record Pair(State mine, State theirs, Holdings myHoldings, Holdings theirHoldings) {
    /** Of whom nothing is stored. */
    static final Pair STRANGERS = new Pair(State.NONE, State.NONE, Holdings.NONE, Holdings.NONE);

    Pair with(State nowMine, State nowTheirs) {
        return new Pair(nowMine, nowTheirs, myHoldings.moved(mine, nowMine), theirHoldings.moved(theirs, nowTheirs));
    }

    Pair withMine(State nowMine) {
        return with(nowMine, theirs);
    }

    /** As it is at this time. */
    Pair at(long nowMillis) {
        return with(mine.at(nowMillis), theirs.at(nowMillis));
    }

    Pair withAsked(long day) {
        return new Pair(mine, theirs, myHoldings.withAsked(day), theirHoldings);
    }
}
