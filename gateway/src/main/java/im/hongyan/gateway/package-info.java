/**
 * The gateway holds connections and never decides about chat: {@code transport} carries frames, {@code session} serves one
 * client, {@code lane} calls chat-core, {@code delivery} hands on what was stored, {@code outbox} and {@code catchup} keep
 * every device within its window, {@code route} tells the others who is here.
 */
@NullMarked
package im.hongyan.gateway;

import org.jspecify.annotations.NullMarked;
