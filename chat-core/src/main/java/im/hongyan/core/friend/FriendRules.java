package im.hongyan.core.friend;

import im.hongyan.core.friend.Contact.Friendship;
import im.hongyan.core.friend.Contact.Request;
import im.hongyan.core.friend.Contact.Request.Kind;
import im.hongyan.core.friend.Contact.State;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What becomes of two users when one of them does something. What is so already is no change. Throws {@link Refused}. */
@Component
class FriendRules {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final FriendProperties bounds;

    FriendRules(FriendProperties bounds) {
        this.bounds = bounds;
    }

    /** Asks for friendship. Who was asked by the other one, or has been all along without seeing it, says yes by that. */
    Pair ask(Pair stored, String greeting, long now) {
        Pair pair = stored.at(now);
        if (pair.mine().isFriend()) {
            return pair;
        }
        if (pair.mine().isBlocking()) {
            throw Refused.of(ErrorCode.NO_PERMISSION, "you have blocked this user; unblock them first");
        }
        return switch (pair.mine().request().kind()) {
            case SENT -> askAgain(pair);
            case RECEIVED -> befriend(pair, now);
            case REFUSED ->
                throw Refused.of(
                        ErrorCode.NO_PERMISSION, "your last request was refused; ask again when it has run out");
            case NONE -> askAnew(pair, greeting, now);
        };
    }

    /** A request that arrived nowhere, or was swept away by a block that is over, arrives now. */
    private Pair askAgain(Pair pair) {
        boolean arrives = pair.theirs().request().kind() == Kind.NONE
                && !pair.theirs().isBlocking()
                && pair.theirHoldings().received() < bounds.requests().received();
        return arrives
                ? pair.with(
                        pair.mine(), pair.theirs().with(pair.mine().request().as(Kind.RECEIVED)))
                : pair;
    }

    private Pair askAnew(Pair pair, String greeting, long now) {
        checkMayAsk(pair, now);
        Pair counted = pair.withAsked(now / DAY);
        if (pair.theirs().request().kind() == Kind.SENT) {
            return befriend(counted, now);
        }
        long expiresAt = now + bounds.requests().lifetime().toMillis();
        Request request = new Request(Kind.SENT, greeting, now, expiresAt);
        State mine = pair.mine().with(request);
        return pair.theirs().isBlocking()
                ? counted.withMine(mine)
                : counted.with(mine, pair.theirs().with(request.as(Kind.RECEIVED)));
    }

    private void checkMayAsk(Pair pair, long now) {
        FriendProperties.Requests most = bounds.requests();
        if (pair.myHoldings().askedOn(now / DAY) >= most.perDay()) {
            throw new Refused(Problems.retryAfter(
                    ErrorCode.RATE_LIMITED, "at most " + most.perDay() + " requests a day (UTC)", DAY - now % DAY));
        }
        if (pair.myHoldings().sent() >= most.sent()) {
            throw Refused.of(ErrorCode.LIMIT_EXCEEDED, "at most " + most.sent() + " requests of yours may be open");
        }
        if (pair.theirHoldings().received() >= most.received()) {
            throw Refused.of(
                    ErrorCode.LIMIT_EXCEEDED, "at most " + most.received() + " requests to this user may be open");
        }
        if (pair.myHoldings().friends() >= bounds.friends()) {
            throw tooMany("you have");
        }
    }

    /** Says yes to the other one's request. */
    Pair approve(Pair stored, long now) {
        Pair pair = stored.at(now);
        if (pair.mine().isFriend()) {
            return pair;
        }
        if (pair.mine().request().kind() != Kind.RECEIVED) {
            throw Refused.of(ErrorCode.NOT_FOUND, "there is no request of this user to you");
        }
        return befriend(pair, now);
    }

    private Pair befriend(Pair pair, long now) {
        if (pair.myHoldings().friends() >= bounds.friends()) {
            throw tooMany("you have");
        }
        if (pair.theirHoldings().friends() >= bounds.friends()) {
            throw tooMany("this user has");
        }
        Friendship friendship = new Friendship(now, "", List.of());
        return pair.with(
                pair.mine().with(friendship).with(Request.NONE),
                pair.theirs().with(friendship).with(Request.NONE));
    }

    private Refused tooMany(String who) {
        return Refused.of(ErrorCode.LIMIT_EXCEEDED, who + " " + bounds.friends() + " friends, which is the most");
    }

    /** Takes back one's own request, or says no to the other one's. */
    Pair decline(Pair stored, long now) {
        Pair pair = stored.at(now);
        return switch (pair.mine().request().kind()) {
            case NONE, REFUSED -> pair;
            case SENT -> withdraw(pair);
            case RECEIVED -> {
                Request theirs = pair.theirs().request();
                yield pair.with(
                        pair.mine().with(Request.NONE),
                        theirs.kind() == Kind.SENT ? pair.theirs().with(theirs.as(Kind.REFUSED)) : pair.theirs());
            }
        };
    }

    private static Pair withdraw(Pair pair) {
        boolean seen = pair.theirs().request().kind() == Kind.RECEIVED;
        return pair.with(pair.mine().with(Request.NONE), seen ? pair.theirs().with(Request.NONE) : pair.theirs());
    }

    /** Says how one sees a friend; what is null stays. */
    Pair describe(Pair pair, @Nullable String remark, @Nullable List<String> labels) {
        Friendship known = pair.mine().friendship();
        if (!pair.mine().isFriend()) {
            throw Refused.of(ErrorCode.NOT_FOUND, "this user is no friend of yours");
        }
        return pair.withMine(pair.mine()
                .with(new Friendship(
                        known.sinceMillis(),
                        remark == null ? known.remark() : remark,
                        labels == null ? known.labels() : labels)));
    }

    /** Ends a friendship, for both. */
    Pair part(Pair pair) {
        return pair.with(pair.mine().with(Friendship.NONE), pair.theirs().with(Friendship.NONE));
    }

    /** Blocks the other one: what either has asked the other is gone from one's own list, and is not told them. */
    Pair block(Pair stored, long now) {
        Pair pair = stored.at(now);
        if (pair.mine().isBlocking()) {
            return pair;
        }
        if (pair.myHoldings().blocks() >= bounds.blocks()) {
            throw Refused.of(ErrorCode.LIMIT_EXCEEDED, "at most " + bounds.blocks() + " users may be blocked");
        }
        Pair quiet =
                switch (pair.mine().request().kind()) {
                    case NONE, REFUSED -> pair;
                    case SENT -> withdraw(pair);
                    case RECEIVED -> pair.withMine(pair.mine().with(Request.NONE));
                };
        return quiet.withMine(quiet.mine().blocked(now));
    }

    Pair unblock(Pair pair) {
        return pair.withMine(pair.mine().blocked(0));
    }
}
