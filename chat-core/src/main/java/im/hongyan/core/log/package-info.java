/** The message log as chat-core sees it: the door of persistence, and how a conversation is named there. */
@NullMarked
package im.hongyan.core.log;

import org.jspecify.annotations.NullMarked;
