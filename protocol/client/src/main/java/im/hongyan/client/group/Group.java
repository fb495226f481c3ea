package im.hongyan.client.group;

import im.hongyan.wire.Ids;
import java.util.List;

/**
 * A group.
 *
 * @param id chosen by its maker or by the server
 * @param name for people
 * @param members users; empty when the server did not say
 */
public record Group(String id, String name, List<String> members) {
    public Group {
        members = List.copyOf(members);
    }

    /** The id of its conversation. */
    public String conversation() {
        return Ids.group(id);
    }
}
