package im.hongyan.client;

import im.hongyan.wire.Ids;

/** Whom a message is for. */
public sealed interface Target {
    /** A user: the direct conversation with that user. */
    record Peer(String user) implements Target {
        public Peer {
            if (!Ids.isId(user)) {
                throw new IllegalArgumentException("a user id has 1 to 64 of A-Z a-z 0-9 . _ @ -");
            }
        }
    }

    /** A conversation by its id. */
    record Conversation(String id) implements Target {
        public Conversation {
            if (!Ids.isConversation(id)) {
                throw new IllegalArgumentException("a conversation id is d:<user>:<user> or g:<group>");
            }
        }
    }

    static Target peer(String user) {
        return new Peer(user);
    }

    static Target group(String group) {
        return new Conversation(Ids.group(group));
    }

    static Target conversation(String id) {
        return new Conversation(id);
    }
}
