package im.hongyan.core.group;

import im.hongyan.core.conversation.GroupMembers;
import im.hongyan.core.message.SystemMessages;
import im.hongyan.core.work.Rounds;
import im.hongyan.wire.frame.Accepted;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Puts the changes of groups into their timelines. A change whose message does not get through stays stored and is tried
 * again, here or by another core; the message is there once all the same.
 */
@Component
final class Announcer extends Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final int CHANGES_PER_ROUND = 100;

    private final ChangeRepository changes;
    private final SystemMessages messages;
    private final GroupMembers members;
    private final Duration patience;
    private final Clock clock = Clock.systemUTC();

    Announcer(ChangeRepository changes, SystemMessages messages, GroupMembers members, GroupProperties properties) {
        super(properties.announceAgainAfter(), "changes of groups cannot be read");
        this.changes = changes;
        this.messages = messages;
        this.members = members;
        this.patience = properties.announceAgainAfter();
    }

    /** Tells a stored change, its users by name; completes when it is durable in the timeline. */
    Mono<Void> announce(Change change) {
        return messages.send(change.conversation(), change.id(), change.message(), change.users())
                .flatMap(accepted -> settleLeave(change, accepted))
                .then(changes.delete(change));
    }

    private Mono<Void> settleLeave(Change change, Accepted accepted) {
        return switch (change.event()) {
            case CREATED,
                    MEMBERS_ADDED,
                    PROFILE_CHANGED,
                    OWNER_CHANGED,
                    ADMINS_ADDED,
                    ADMINS_REMOVED,
                    MEMBERS_MUTED,
                    MEMBERS_UNMUTED,
                    MUTED,
                    UNMUTED,
                    DISSOLVED -> Mono.empty();
            case MEMBERS_REMOVED -> members.leftWith(change.conversation(), change.users(), accepted.getSequence());
        };
    }

    /** Tells what was left over. */
    @Override
    protected Mono<Void> round() {
        return changes.olderThan(clock.millis() - patience.toMillis(), CHANGES_PER_ROUND)
                .concatMap(change -> announce(change).onErrorResume(failure -> later(change, failure)))
                .then();
    }

    private static Mono<Void> later(Change change, Throwable failure) {
        LOG.warn("the change {} of a group is not in its timeline yet: {}", change.id(), failure.toString());
        return Mono.empty();
    }
}
