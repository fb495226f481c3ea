package im.hongyan.gateway.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import im.hongyan.gateway.registry.Node;
import im.hongyan.gateway.registry.Registration;
import im.hongyan.gateway.registry.SessionRegistry;
import im.hongyan.link.proto.Stored;
import im.hongyan.link.route.RouteTable.GroupRoute;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.System;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learns from the timeline who has come into a group or left it, so that the next message finds the right sessions. */
final class Memberships {
    private static final Logger LOG = LoggerFactory.getLogger(Memberships.class);
    private static final String ADDED = "group.members.added";
    private static final String CREATED = "group.created";
    private static final String REMOVED = "group.members.removed";

    private final SessionRegistry registry;
    private final Node node;
    private final Consumer<GroupRoute> joined;

    /** @param joined told when a member of a group is here, whether or not there was one before */
    Memberships(SessionRegistry registry, Node node, Consumer<GroupRoute> joined) {
        this.registry = registry;
        this.node = node;
        this.joined = joined;
    }

    /** A message that concerns users who need not be members. */
    void follow(String tenant, Stored stored) {
        String group = Ids.groupOf(stored.getConversation());
        System change = group == null ? null : change(stored);
        if (group == null || change == null) {
            return;
        }
        switch (change.getEvent()) {
            case ADDED, CREATED -> added(tenant, group, stored.getAlsoNotifyList());
            case REMOVED -> removed(tenant, group, change.getUsersList());
            default -> LOG.debug("a system message that moves no member");
        }
    }

    private static @Nullable System change(Stored stored) {
        try {
            Message message = Message.parseFrom(stored.getMessage());
            boolean ours = message.getSender().isEmpty() && message.getContent().hasSystem();
            return ours ? message.getContent().getSystem() : null;
        } catch (InvalidProtocolBufferException e) {
            LOG.warn("a stored message does not parse");
            return null;
        }
    }

    private void added(String tenant, String group, List<String> users) {
        boolean here = false;
        for (String user : users) {
            for (Registration session : registry.ofUser(tenant, user)) {
                session.join(group);
                here = true;
            }
        }
        if (here) {
            joined.accept(new GroupRoute(tenant, group, node.name()));
        }
    }

    private void removed(String tenant, String group, List<String> users) {
        users.forEach(user -> registry.ofUser(tenant, user).forEach(session -> session.leave(group)));
    }
}
