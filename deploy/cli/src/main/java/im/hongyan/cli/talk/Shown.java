package im.hongyan.cli.talk;

import im.hongyan.wire.frame.Message;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which messages are on the screen, so that one which comes live and with the history of a conversation is shown by whichever is
 * first. Knows the newest only. Safe for concurrent use; what is given together is shown together.
 */
final class Shown {
    static final int REMEMBERED = 1_024;

    private final Set<String> messageIds = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    private final Consumer<Message> screen;

    Shown(Consumer<Message> screen) {
        this.screen = screen;
    }

    /** Shows those that are not there yet. */
    synchronized void once(Collection<Message> messages) {
        messages.stream()
                .filter(message -> messageIds.add(message.getMessageId()))
                .forEach(screen);
    }

    /** Shows them all, whether they are there or not. */
    synchronized void again(Collection<Message> messages) {
        messages.forEach(this::note);
        messages.forEach(screen);
    }

    /** It is there already: it was written here. */
    synchronized void note(Message message) {
        messageIds.add(message.getMessageId());
    }
}
