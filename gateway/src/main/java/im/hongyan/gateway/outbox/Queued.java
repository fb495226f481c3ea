package im.hongyan.gateway.outbox;

import im.hongyan.gateway.transport.Outgoing;
import org.jspecify.annotations.Nullable;

/**
 * A frame that waits.
 *
 * @param answer whether it ends a request of the client
 * @param whenTaken run when it is taken to be written
 */
record Queued(Outgoing frame, boolean answer, @Nullable Runnable whenTaken) {}
