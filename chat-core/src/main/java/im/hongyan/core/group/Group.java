package im.hongyan.core.group;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.wire.Ids;

/**
 * A group as it is stored.
 *
 * @param announcement what members are to read; empty when there is nothing to say
 */
record Group(String tenant, String id, String name, String announcement, String owner, long createdAtMillis) {

    Group withProfile(String newName, String newAnnouncement) {
        return new Group(tenant, id, newName, newAnnouncement, owner, createdAtMillis);
    }

    Group withOwner(String newOwner) {
        return new Group(tenant, id, name, announcement, newOwner, createdAtMillis);
    }

    ConversationKey conversation() {
        return new ConversationKey(tenant, Ids.group(id));
    }
}
