/** The one thread that a client's state is confined to. Not for applications. */
@NullMarked
package im.hongyan.client.loop;

import org.jspecify.annotations.NullMarked;
