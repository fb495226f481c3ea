package im.hongyan.gateway.registry;

import java.util.HashSet;
import java.util.Set;

/** A session's place in the registry; closed when the session ends. Safe for concurrent use. */
public final class Registration implements AutoCloseable {
    private final SessionRegistry registry;
    private final Recipient recipient;
    private final Set<String> groups = new HashSet<>(4);
    private boolean closed;

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
        if (!closed && groups.add(group)) {
            registry.join(group, this);
        }
    }

    /** Its user is no member any more. */
    public synchronized void leave(String group) {
        if (groups.remove(group)) {
            registry.leave(group, this);
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
