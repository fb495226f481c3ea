/** The verbs of the list of conversations. */
@NullMarked
package im.hongyan.cli.conversation;

import org.jspecify.annotations.NullMarked;
