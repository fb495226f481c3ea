package im.hongyan.gateway.registry;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session's place in the registry; closed when the session ends. Safe for concurrent use. */
public final class Registration implements AutoCloseable {
    private final SessionRegistry registry;
    private final Recipient recipient;
    private final Set<String> groups = new HashSet<>(4);
    private @Nullable Review review;
    private boolean closed;

    /**
     * A reading of the user's memberships that is under way. What an event moves meanwhile is newer than what is read.
     *
     * @param listed groups that were read so far
     * @param moved groups that events have moved since the reading began
     */
    private record Review(Set<String> listed, Set<String> moved) {}

    Registration(SessionRegistry registry, Recipient recipient) {
        this.registry = registry;
        this.recipient = recipient;
    }

    /** The session. */
    public Recipient recipient() {
        return recipient;
    }

    /** Its user is a member of this group from now on. */
    public synchronized void join(String group) {
        moved(group);
        enter(group);
    }

    /** Its user is no member any more. */
    public synchronized void leave(String group) {
        moved(group);
        if (groups.remove(group)) {
            registry.leave(group, this);
        }
    }

    private void moved(String group) {
        if (review != null) {
            review.moved().add(group);
        }
    }

    private boolean enter(String group) {
        boolean entered = !closed && groups.add(group);
        if (entered) {
            registry.join(group, this);
        }
        return entered;
    }

    /** The memberships of its user are read anew, because a hint of a change may have been lost. */
    public synchronized void beginReview() {
        review = new Review(new HashSet<>(4), new HashSet<>(4));
    }

    /** The reading names this group. Answers whether that is news. */
    public synchronized boolean list(String group) {
        Review current = review;
        if (current == null) {
            return false;
        }
        current.listed().add(group);
        return !current.moved().contains(group) && enter(group);
    }

    /** The reading is done; {@code complete}: what it did not name, its user is not in. */
    public synchronized void endReview(boolean complete) {
        Review done = review;
        review = null;
        if (done != null && complete) {
            List.copyOf(groups).stream()
                    .filter(group -> !done.listed().contains(group))
                    .filter(group -> !done.moved().contains(group))
                    .forEach(this::leave);
        }
    }

    /** The session has ended. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            groups.forEach(group -> registry.leave(group, this));
            groups.clear();
            registry.remove(this);
        }
    }
}
