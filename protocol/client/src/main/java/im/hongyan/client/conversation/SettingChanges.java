package im.hongyan.client.conversation;

import java.util.List;

/**
 * What was set since a version, in the order in which it was.
 *
 * @param version to ask from next time
 * @param more there are others already
 */
public record SettingChanges(List<Change> items, long version, boolean more) {

    /**
     * What is set for a conversation now.
     *
     * @param clearedTo messages up to here are deleted for the user; 0: none
     */
    public record Change(String conversation, Settings settings, long clearedTo) {}
}
