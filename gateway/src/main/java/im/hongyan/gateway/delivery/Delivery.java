package im.hongyan.gateway.delivery;

import im.hongyan.gateway.registry.Recipient;
import im.hongyan.gateway.registry.Registration;
import im.hongyan.gateway.registry.SessionRegistry;
import im.hongyan.gateway.route.Replacement;
import im.hongyan.gateway.transport.SharedDeliver;
import im.hongyan.link.proto.HeadMoved;
import im.hongyan.link.proto.ListChanged;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.ReceiptsMoved;
import im.hongyan.link.proto.SessionReplaced;
import im.hongyan.link.proto.SessionsRevoked;
import im.hongyan.link.proto.Stored;
import im.hongyan.link.proto.Typed;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds for each event of one batch the sessions that it concerns. A frame is encoded once for all of them and released when
 * all loops have had it. Confined to one thread until {@link #run}.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final SessionRegistry registry;
    private final Memberships memberships;
    private final Fanout fanout = new Fanout();
    private final List<SharedDeliver> frames = new ArrayList<>();

    Delivery(SessionRegistry registry, Memberships memberships) {
        this.registry = registry;
        this.memberships = memberships;
    }

    void add(NodeEvent event) {
        String tenant = event.getTenant();
        switch (event.getEventCase()) {
            case STORED -> stored(tenant, event.getStored());
            case HEAD_MOVED -> headMoved(tenant, event.getHeadMoved());
            case RECEIPTS_MOVED -> receiptsMoved(tenant, event.getReceiptsMoved());
            case SESSION_REPLACED -> sessionReplaced(tenant, event.getSessionReplaced());
            case TYPED -> typed(tenant, event.getTyped());
            case SESSIONS_REVOKED -> sessionsRevoked(tenant, event.getSessionsRevoked());
            case LIST_CHANGED -> listChanged(tenant, event.getListChanged());
            case EVENT_NOT_SET -> LOG.debug("an event of a kind that this version does not know");
        }
    }

    /** Hands everything over; {@code whenDone} runs when it has been offered to every session. */
    void run(Runnable whenDone) {
        fanout.run(() -> {
            frames.forEach(SharedDeliver::drop);
            whenDone.run();
        });
    }

    private void stored(String tenant, Stored stored) {
        if (stored.getAlsoNotifyCount() > 0) {
            memberships.follow(tenant, stored);
        }
        Set<Recipient> recipients = audience(tenant, stored.getConversation(), stored.getAlsoNotifyList());
        if (recipients.isEmpty()) {
            return;
        }
        SharedDeliver frame = SharedDeliver.of(stored.getMessage());
        frames.add(frame);
        String conversation = stored.getConversation();
        long sequence = stored.getSequence();
        fanout.add(recipients, recipient -> recipient.stored(frame.share(), conversation, sequence));
    }

    private void headMoved(String tenant, HeadMoved moved) {
        fanout.add(
                audience(tenant, moved.getConversation(), List.of()),
                recipient -> recipient.headMoved(moved.getConversation(), moved.getHead()));
    }

    private void receiptsMoved(String tenant, ReceiptsMoved moved) {
        fanout.add(
                users(tenant, moved.getUsersList()),
                recipient -> moved.getReceiptsList().forEach(recipient::receiptMoved));
    }

    private void typed(String tenant, Typed typed) {
        fanout.add(users(tenant, typed.getUsersList()), recipient -> recipient.typed(typed.getTyping()));
    }

    private void listChanged(String tenant, ListChanged changed) {
        fanout.add(users(tenant, List.of(changed.getUser())), recipient -> recipient.listChanged(changed.getNotice()));
    }

    private void sessionReplaced(String tenant, SessionReplaced replaced) {
        Set<Recipient> sessions = users(tenant, List.of(replaced.getUser()));
        sessions.removeIf(each -> !each.route().session().equals(replaced.getSession()));
        fanout.add(sessions, recipient -> recipient.end(ErrorCode.REPLACED, Replacement.TEXT));
    }

    private void sessionsRevoked(String tenant, SessionsRevoked revoked) {
        Set<Recipient> sessions = users(tenant, List.of(revoked.getUser()));
        if (!revoked.getDevice().isEmpty()) {
            sessions.removeIf(each -> !each.route().device().equals(revoked.getDevice()));
        }
        if (revoked.getSidsCount() > 0) {
            Set<String> logins = Set.copyOf(revoked.getSidsList());
            sessions.removeIf(each -> !logins.contains(each.sid()));
        }
        ErrorCode named =
                Problems.code(Problem.newBuilder().setCode(revoked.getCode()).build());
        ErrorCode code = named == null ? ErrorCode.AUTH_FAILED : named;
        fanout.add(sessions, recipient -> recipient.end(code, "the credential of this session is not valid any more"));
    }

    private Set<Recipient> audience(String tenant, String conversation, List<String> alsoNotify) {
        Set<Recipient> recipients = users(tenant, alsoNotify);
        String group = Ids.groupOf(conversation);
        if (group == null) {
            recipients.addAll(users(tenant, Ids.directMembers(conversation)));
        } else {
            collect(registry.ofGroup(tenant, group), recipients);
        }
        return recipients;
    }

    private Set<Recipient> users(String tenant, Collection<String> users) {
        Set<Recipient> recipients = new LinkedHashSet<>();
        users.forEach(user -> collect(registry.ofUser(tenant, user), recipients));
        return recipients;
    }

    private static void collect(Collection<Registration> from, Set<Recipient> into) {
        from.forEach(each -> into.add(each.recipient()));
    }
}
