package im.hongyan.e2e.checker;

import java.util.List;

/** A full pull of one conversation from cursor 0 by one device, after the drain. */
public record Pull(String user, String device, String conversation, List<StoredMessage> messages) {}
