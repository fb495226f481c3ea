package im.hongyan.core.group;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.wire.Ids;

/** A group as it is stored. */
record Group(String tenant, String id, String name, String owner, long createdAtMillis) {

    ConversationKey conversation() {
        return new ConversationKey(tenant, Ids.group(id));
    }
}
