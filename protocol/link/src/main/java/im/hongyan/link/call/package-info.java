/** Calls: the typed routes, the client that makes them and the handlers that answer. One port, two transports: RSocket between processes, in-process in standalone. */
@NullMarked
package im.hongyan.link.call;

import org.jspecify.annotations.NullMarked;
