package im.hongyan.core.group;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.System;
import java.util.List;

/**
 * A change of a group that its timeline must tell.
 *
 * @param id the client message id of its message: however often it is sent, it is there once
 * @param untilMillis the end of a mute; 0 where there is none
 */
record Change(
        String id,
        String tenant,
        String group,
        Event event,
        String actor,
        List<String> users,
        long untilMillis,
        long atMillis) {

    enum Event {
        CREATED("group.created"),
        MEMBERS_ADDED("group.members.added"),
        MEMBERS_REMOVED("group.members.removed"),
        PROFILE_CHANGED("group.changed"),
        OWNER_CHANGED("group.owner.changed"),
        ADMINS_ADDED("group.admins.added"),
        ADMINS_REMOVED("group.admins.removed"),
        MEMBERS_MUTED("group.members.muted"),
        MEMBERS_UNMUTED("group.members.unmuted"),
        MUTED("group.muted"),
        UNMUTED("group.unmuted"),
        DISSOLVED("group.dissolved");

        private final String name;

        Event(String name) {
            this.name = name;
        }

        static Event of(String name) {
            for (Event event : values()) {
                if (event.name.equals(name)) {
                    return event;
                }
            }
            throw new IllegalArgumentException("unknown event of a group");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Change of(Group group, Event event, String actor, List<String> users, long atMillis) {
        return new Change(Ids.newClientMessageId(), group.tenant(), group.id(), event, actor, users, 0, atMillis);
    }

    Change until(long millis) {
        return new Change(id, tenant, group, event, actor, users, millis, atMillis);
    }

    ConversationKey conversation() {
        return new ConversationKey(tenant, Ids.group(group));
    }

    System message() {
        return System.newBuilder()
                .setEvent(event.toString())
                .setActor(actor)
                .addAllUsers(users)
                .setUntil(untilMillis)
                .build();
    }
}
