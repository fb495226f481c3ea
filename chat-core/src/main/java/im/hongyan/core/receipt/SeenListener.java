package im.hongyan.core.receipt;

import im.hongyan.core.log.ConversationKey;

/** Hears of every READ that was taken on, whether it moved the cursor or not. */
@FunctionalInterface
public interface SeenListener {

    /** Returns at once. */
    void seen(ConversationKey conversation, String user);
}
