/**
 * Calls over RSocket: calls that queue up for one instance travel as one request, their answers come back as a stream of
 * batches, and streams carry their demand. The form of both is in {@code rsocket.frame}; these two are the only importers of
 * RSocket.
 */
@NullMarked
package im.hongyan.link.call.rsocket;

import org.jspecify.annotations.NullMarked;
