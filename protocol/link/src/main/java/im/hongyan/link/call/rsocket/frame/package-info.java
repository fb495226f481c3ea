/**
 * What travels: the layout of payloads, and how a call ended. Pure functions over buffers; imports {@code call} and knows
 * nothing of connections.
 */
@NullMarked
package im.hongyan.link.call.rsocket.frame;

import org.jspecify.annotations.NullMarked;
