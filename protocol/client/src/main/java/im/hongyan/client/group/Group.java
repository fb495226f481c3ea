package im.hongyan.client.group;

import im.hongyan.wire.Ids;

/**
 * A group.
 *
 * @param id chosen by its maker or by the server
 * @param name for people
 * @param owner its maker, who may let members go
 */
public record Group(String id, String name, String owner) {
    /** The id of its conversation. */
    public String conversation() {
        return Ids.group(id);
    }
}
