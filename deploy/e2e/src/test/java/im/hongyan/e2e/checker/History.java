package im.hongyan.e2e.checker;

import java.util.ArrayList;
import java.util.List;

/** What one device did and saw, append-only. Safe for concurrent use; the order of appending is the device's own order. */
public final class History {
    private final String user;
    private final String device;
    private final List<Event> events = new ArrayList<>();
    private boolean left;

    public History(String user, String device) {
        this.user = user;
        this.device = device;
    }

    public String user() {
        return user;
    }

    public String device() {
        return device;
    }

    public synchronized void add(Event event) {
        events.add(event);
    }

    /** The device went for good: that it lacks the newest messages is no finding. */
    public synchronized void leave() {
        left = true;
    }

    public synchronized boolean hasLeft() {
        return left;
    }

    public synchronized List<Event> events() {
        return List.copyOf(events);
    }
}
