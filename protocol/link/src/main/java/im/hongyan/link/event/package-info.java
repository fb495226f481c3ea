/** Events: durable message shards and best-effort node events. One port, two transports: AMQP between processes, in-process in standalone. The only importer of reactor-rabbitmq. */
@NullMarked
package im.hongyan.link.event;

import org.jspecify.annotations.NullMarked;
