package im.hongyan.cli.conversation;

import im.hongyan.cli.talk.OneLine;
import im.hongyan.client.conversation.Settings;

/** Settings as a part of a line. */
final class Marks {
    private Marks() {}

    /** Each behind two spaces; empty when nothing is set. */
    static String inWords(Settings settings) {
        return (settings.pinned() ? "  pinned" : "")
                + (settings.muted() ? "  muted" : "")
                + (settings.markedUnread() ? "  marked unread" : "")
                + (settings.draft().isEmpty() ? "" : "  draft: " + OneLine.of(settings.draft()));
    }
}
