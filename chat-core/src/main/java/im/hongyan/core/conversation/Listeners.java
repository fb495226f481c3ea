package im.hongyan.core.conversation;

import im.hongyan.link.route.RouteTable.Audience;
import java.util.List;
import java.util.Set;

/**
 * Who is shown what is going on in a conversation just now (typing, receipts).
 *
 * @param users of a direct conversation (the actor alone where one blocks the other) or a small group; empty for a larger group, where nobody is shown
 * @param audiences how to find their nodes
 */
public record Listeners(List<String> users, Set<Audience> audiences) {
    static final Listeners NOBODY = new Listeners(List.of(), Set.of());
}
