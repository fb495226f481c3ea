package im.hongyan.persistence.delivery;

import im.hongyan.link.route.RouteTable.Audience;
import im.hongyan.wire.Ids;
import java.util.ArrayList;
import java.util.List;

/** Whom a hint concerns: both users of a direct conversation, the members of a group, and whom it names beside them. */
final class Audiences {
    private Audiences() {}

    static List<Audience> of(Hint.Told hint) {
        String tenant = hint.conversation().tenant();
        String conversation = hint.conversation().conversation();
        List<Audience> audiences = new ArrayList<>(2);
        String group = Ids.groupOf(conversation);
        if (group != null) {
            audiences.add(new Audience.Group(tenant, group));
        }
        Ids.directMembers(conversation).forEach(user -> audiences.add(new Audience.User(tenant, user)));
        if (hint instanceof Hint.Stored stored) {
            stored.alsoNotify().forEach(user -> audiences.add(new Audience.User(tenant, user)));
        }
        return audiences;
    }
}
