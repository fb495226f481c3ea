/** The list of conversations, over REST. */
@NullMarked
package im.hongyan.client.conversation;

import org.jspecify.annotations.NullMarked;
