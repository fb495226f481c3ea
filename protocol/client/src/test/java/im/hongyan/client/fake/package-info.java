/** A server in a few hundred lines, over real sockets, that tests can make misbehave. */
@NullMarked
package im.hongyan.client.fake;

import org.jspecify.annotations.NullMarked;
