/**
 * Events: durable message shards and best-effort node events. One port, two transports: AMQP between processes (subpackage
 * {@code amqp}), in-process in standalone.
 */
@NullMarked
package im.hongyan.link.event;

import org.jspecify.annotations.NullMarked;
