/** The verbs that talk through a server as a user: chat, send, tail, history, group, token. */
@NullMarked
package im.hongyan.cli.talk;

import org.jspecify.annotations.NullMarked;
