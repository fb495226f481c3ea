package im.hongyan.client.friend;

import java.util.List;

/**
 * What has changed in one's list.
 *
 * @param whole whether this is the whole list: whoever is not in it is gone
 * @param version what to ask {@link Friends#since} the next time
 * @param contacts as they are now; those that {@linkplain Contact#isRemoved are removed} among them
 */
public record FriendChanges(boolean whole, long version, List<Contact> contacts) {}
