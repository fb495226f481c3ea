/** One connection from HELLO to its end, and when to make the next one. Not for applications. */
@NullMarked
package im.hongyan.client.session;

import org.jspecify.annotations.NullMarked;
